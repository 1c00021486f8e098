using System.Security.Cryptography;
using Concordat.Signing;

namespace Concordat.Oversight.Certificates;

/// <summary>
/// Seals documents about suites for the store, with a key that all nodes of an installation have: what this installation did not write does not
/// count. Thread-safe.
/// </summary>
/// <remarks>HMAC-SHA-256 over the pre-authentication encoding of DSSE, kept as one more signature of the envelope. It proves nothing to others; they check the log's.</remarks>
public sealed class CertificateSeal
{
    /// <summary>Length of the key, in bytes.</summary>
    public const int KeySize = 32;

    /// <summary>Key id of the seal among the signatures.</summary>
    public const string KeyId = "installation";

    private readonly byte[] _key;

    public CertificateSeal(ReadOnlySpan<byte> key) => _key = key.Length == KeySize
        ? key.ToArray()
        : throw new ArgumentException($"the key must be {KeySize} bytes long, but is {key.Length}", nameof(key));

    /// <summary>The envelope with its seal.</summary>
    public DsseEnvelope Seal(DsseEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return envelope with { Signatures = envelope.Signatures.Add(new DsseSignature(KeyId, Mac(envelope))) };
    }

    /// <summary>The envelope without its seal, as it is given to others.</summary>
    public static DsseEnvelope Open(DsseEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return envelope with { Signatures = [.. envelope.Signatures.Where(signature => signature.KeyId is not KeyId)] };
    }

    /// <summary>Whether one of its signatures is our seal.</summary>
    public bool Holds(DsseEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var mac = Mac(envelope);
        return envelope.Signatures.Any(signature => CryptographicOperations.FixedTimeEquals(signature.Signature, mac));
    }

    private byte[] Mac(DsseEnvelope envelope) => HMACSHA256.HashData(_key, DsseEnvelope.PreAuthenticationEncoding(envelope.PayloadType, envelope.Payload));
}
