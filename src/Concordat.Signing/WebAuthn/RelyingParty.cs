using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Signing.WebAuthn;

/// <summary>For whom authenticators sign here. Immutable.</summary>
public sealed record RelyingParty
{
    private readonly byte[] _hash;

    /// <param name="id">A host name, such as <c>gateway.example</c>.</param>
    /// <param name="origins">The pages on which people sign, such as <c>https://gateway.example</c>; compared as they are.</param>
    /// <param name="deviceBound">Whether passkeys that can be copied to other devices are refused.</param>
    public RelyingParty(string id, IEnumerable<string> origins, bool deviceBound = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        (Id, Origins, DeviceBound) = (id, [.. origins], deviceBound);
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
    }

    public string Id { get; }

    public ImmutableArray<string> Origins { get; }

    public bool DeviceBound { get; }

    /// <summary>SHA-256 of the id.</summary>
    public ReadOnlySpan<byte> IdHash => _hash;
}
