namespace Concordat.Console.SignIn;

/// <summary>An OpenID provider that people sign in with.</summary>
/// <param name="Issuer">Its address, as it names itself in its tokens.</param>
/// <param name="ClientId">What the provider calls this console.</param>
/// <param name="ClientSecret">The secret that the provider gave to this console; null for a public client.</param>
public sealed record OidcSettings(Uri Issuer, string ClientId, string? ClientSecret)
{
    public override string ToString() => $"{ClientId} at {Issuer}";
}
