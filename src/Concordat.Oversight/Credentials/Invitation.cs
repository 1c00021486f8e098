using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Oversight.Credentials;

/// <summary>A one-time invitation to enrol a hardware key, signed by the party that the person acts for.</summary>
/// <param name="Id">SHA-256 of the token that the person is given, lower hex; the token itself is kept nowhere.</param>
/// <param name="Approver">Id of the person.</param>
/// <param name="Role">What the person is.</param>
/// <param name="Party">The side that the person acts for.</param>
/// <param name="Expires">Until when it can be used.</param>
/// <param name="InvitedBy">Id of the party's key that signed it.</param>
/// <param name="Statement">The signed DSSE envelope, as JSON; the SHA-256 of its payload is what the new credential signs.</param>
/// <param name="Entry">Ledger index of the entry that records it.</param>
/// <param name="Used">When it was used; null while it can be.</param>
public sealed record Invitation(
    string Id, string Approver, string Role, string Party, DateTimeOffset Expires, string InvitedBy, ReadOnlyMemory<byte> Statement, long Entry, DateTimeOffset? Used)
{
    /// <summary>Length of a token, in characters.</summary>
    public const int TokenLength = 43;

    /// <summary>A fresh token: 32 random bytes, base64url.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The id of the invitation that a token opens.</summary>
    public static string IdOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
