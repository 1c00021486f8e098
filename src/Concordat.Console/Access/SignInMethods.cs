namespace Concordat.Console.Access;

/// <summary>How a person can have signed in, as sessions name it.</summary>
internal static class SignInMethods
{
    public const string Token = "token";
    public const string Key = "key";
    public const string Passkey = "passkey";
    public const string Oidc = "oidc";
    public const string Certificate = "certificate";
}
