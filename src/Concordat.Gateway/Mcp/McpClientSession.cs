using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Recording;

namespace Concordat.Gateway.Mcp;

/// <summary>
/// The session of a client of an older revision. Its id carries all there is to know, under a keyed hash that binds it to the API key:
/// no node keeps any state, and every node knows it.
/// </summary>
/// <param name="Version">The revision that was agreed on.</param>
/// <param name="OpensUrls">Whether the client can send its user to a page.</param>
/// <param name="Id">As it stands in the header.</param>
internal sealed record McpClientSession(string Version, bool OpensUrls, string Id)
{
    private const int NonceHex = 32;
    private const int HashHex = 64;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    public static McpClientSession Open(Commitments commitments, string keyId, string version, bool opensUrls)
    {
        var head = Head(Array.IndexOf(McpVersions.Legacy, version), opensUrls, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceHex / 2)));
        return new McpClientSession(version, opensUrls, head + Sign(commitments, keyId, head));
    }

    /// <summary>Reads a session back; null where the id was not given out to this key.</summary>
    public static McpClientSession? Read(Commitments commitments, string keyId, string id)
    {
        if (id.Length != 2 + NonceHex + HashHex || id.AsSpan().ContainsAnyExcept(LowerHex))
        {
            return null;
        }

        var head = id[..(2 + NonceHex)];
        var (version, flags) = (head[0] - '0', head[1] - '0');
        return version >= 0 && version < McpVersions.Legacy.Length
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(id[head.Length..]), Encoding.ASCII.GetBytes(Sign(commitments, keyId, head)))
                ? new McpClientSession(McpVersions.Legacy[version], flags == 1, id)
                : null;
    }

    private static string Head(int version, bool opensUrls, string nonce) => $"{(char)('0' + version)}{(opensUrls ? '1' : '0')}{nonce}";

    // No canonical action begins like this: the same key never signs one for the other.
    private static string Sign(Commitments commitments, string keyId, string head) =>
        commitments.ActionHash(Encoding.UTF8.GetBytes($"mcp session v1\n{keyId}\n{head}"));
}
