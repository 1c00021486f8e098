namespace Concordat.Gateway.Configuration;

/// <summary>For whom and on which pages hardware keys sign, and which of them are taken.</summary>
public sealed record WebAuthnConfig
{
    /// <summary>Host name of the console, such as <c>gateway.example</c>; keys that were enrolled for one are of no use for another.</summary>
    public required string RelyingParty { get; init; }

    /// <summary>The pages on which people sign, such as <c>https://gateway.example</c>.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>Whether passkeys that can be copied to other devices are taken.</summary>
    public bool Synced { get; init; }

    /// <summary>The models that are taken; empty for any.</summary>
    public IReadOnlyList<AuthenticatorConfig> Authenticators { get; init; } = [];
}
