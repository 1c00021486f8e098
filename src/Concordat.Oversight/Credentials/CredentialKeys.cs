using System.Collections.Concurrent;
using Concordat.Signing.WebAuthn;

namespace Concordat.Oversight.Credentials;

/// <summary>Keeps the public keys of credentials as they were read: reading one takes longer than verifying a signature with it. Thread-safe, bounded.</summary>
internal sealed class CredentialKeys
{
    /// <summary>At this many keys it begins anew; a gateway has some dozen people.</summary>
    public const int Most = 256;

    private readonly ConcurrentDictionary<string, CredentialKey> _read = new(StringComparer.Ordinal);

    /// <summary>The public key of a credential.</summary>
    /// <param name="credential">One whose seal holds, which says that its key id is the hash of its key.</param>
    /// <exception cref="Signing.SigningFormatException">Its key is none.</exception>
    public CredentialKey Of(Credential credential)
    {
        if (_read.TryGetValue(credential.KeyId, out var known))
        {
            return known;
        }

        var key = CredentialKey.FromSpki(credential.PublicKey);
        if (_read.Count >= Most)
        {
            _read.Clear();
        }

        return _read.GetOrAdd(key.KeyId, key);
    }
}
