using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Console.Access;

/// <summary>The secret that opens the console before there are people: <c>ct_</c> and 32 random bytes in base64url.</summary>
/// <remarks>It is compared by hash in constant time.</remarks>
public sealed class ConsoleToken
{
    private const string Prefix = "ct_";
    private const int Length = 46;

    private readonly byte[] _hash;

    private ConsoleToken(string text)
    {
        Text = text;
        _hash = SHA256.HashData(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>The token itself, to print as part of the console's URL.</summary>
    public string Text { get; }

    public static ConsoleToken New() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Takes a token kept in a file or a secret store.</summary>
    /// <exception cref="ArgumentException">It has not the shape of a console token, so it may be guessable.</exception>
    public static ConsoleToken Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Prefix.Length))
            ? new ConsoleToken(text)
            : throw new ArgumentException("a console token is `ct_` and 43 base64url characters", nameof(text));
    }

    /// <summary>The address to give to the person who runs the gateway.</summary>
    public string UrlUnder(string baseUrl) => $"{baseUrl.TrimEnd('/')}/console?token={Text}";

    /// <summary>Leaves the secret out, so that a logged object does not leak it.</summary>
    public override string ToString() => Prefix + "…";

    internal bool IsToken(string? presented) =>
        presented is { Length: <= 256 } && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(presented)), _hash);
}
