namespace Concordat.Console.Access;

/// <summary>How a person can have signed in, as sessions name it.</summary>
internal static class SignInMethods
{
    public const string Token = "token";
    public const string Key = "key";
    public const string Oidc = "oidc";
    public const string Certificate = "certificate";

    private const string Passkey = "passkey:";

    /// <summary>By a hardware key; the session ends when that key does, so it says which.</summary>
    public static string ByPasskey(string credential) => Passkey + credential;

    /// <summary>The hardware key that began the session; null where it was begun in another way.</summary>
    public static string? CredentialOf(string method) => method.StartsWith(Passkey, StringComparison.Ordinal) ? method[Passkey.Length..] : null;
}
