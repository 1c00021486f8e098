using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concordat.Attestation.Checking;

namespace Concordat.Attestation.Nitro;

/// <summary>Checks attestation documents of AWS Nitro Enclaves against the root that AWS publishes.</summary>
internal static class NitroVerifier
{
    private const int MeasuredPcrs = 3;

    // ["Signature1", protected, h'', payload], RFC 9052 section 4.4
    private static readonly byte[] Context = [0x84, 0x6a, .. "Signature1"u8];

    public static ProvenEvidence Verify(ReadOnlyMemory<byte> document, string hash, EvidenceDemand demand, DateTimeOffset now) =>
        Verify(document, hash, demand, now, demand.Roots ?? PinnedRoots.Aws);

    public static ProvenEvidence Verify(
        ReadOnlyMemory<byte> document, string hash, EvidenceDemand demand, DateTimeOffset now, IReadOnlyList<X509Certificate2> roots)
    {
        var read = NitroDocument.Read(document.Span);
        using var leaf = X509CertificateLoader.LoadCertificate(read.Certificate);
        List<X509Certificate2> between = [.. read.Bundle.Select(X509CertificateLoader.LoadCertificate)];
        X509Certificate2Collection path = [];
        try
        {
            CheckSignature(read, leaf);
            path = CertificatePath.Follow(leaf, between, roots, now);
            var (region, partition) = NitroPlace.Of(path);
            CheckDebug(read);
            var expires = Demands.Earlier(Demands.Expiry(demand, read.Made, now), new DateTimeOffset(leaf.NotAfter));
            Demands.Nonce(demand, read.Nonce);
            Demands.Region(demand, region);
            if (demand.Partition is { } agreed && agreed != partition)
            {
                throw new EvidenceException(EvidenceFault.Region, $"it was made in the partition `{partition}`, not in `{agreed}`");
            }

            var measurements = read.Pcrs.Where(static pcr => pcr.Value.AsSpan().ContainsAnyExcept((byte)0)).ToImmutableSortedDictionary(
                static pcr => string.Create(CultureInfo.InvariantCulture, $"pcr{pcr.Key}"), static pcr => Convert.ToHexStringLower(pcr.Value), StringComparer.Ordinal);
            Demands.Measurements(demand, measurements);
            var keys = demand.BindsKey ? KeysOf(read) : [];
            return new ProvenEvidence(
                EvidenceKind.AwsNitro, demand.BindsKey ? AssuranceLevel.A3 : AssuranceLevel.A2, hash, expires, measurements,
                ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
                [
                    KeyValuePair.Create("made", read.Made.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
                    KeyValuePair.Create("module", read.Module),
                    KeyValuePair.Create("partition", partition),
                    KeyValuePair.Create("region", region),
                ]),
                keys);
        }
        finally
        {
            between.ForEach(static certificate => certificate.Dispose());
            path.ToList().ForEach(static certificate => certificate.Dispose());
        }
    }

    private static void CheckSignature(NitroDocument read, X509Certificate2 leaf)
    {
        using var key = leaf.GetECDsaPublicKey();
        if (key?.KeySize != 384)
        {
            throw new EvidenceException(EvidenceFault.Algorithm, "its key is not one of P-384");
        }

        byte[] signed = [.. Context, .. Bytes(read.Protected), 0x40, .. Bytes(read.Payload)];
        if (!key.VerifyData(signed, read.Signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
        {
            throw new EvidenceException(EvidenceFault.Signature, "its signature is not that of the enclave's certificate");
        }
    }

    /// <summary>An enclave in debug mode, whose console its operator reads, has registers of zeros.</summary>
    private static void CheckDebug(NitroDocument read)
    {
        for (var i = 0; i < MeasuredPcrs; i++)
        {
            if (!read.Pcrs.TryGetValue(i, out var value) || !value.AsSpan().ContainsAnyExcept((byte)0))
            {
                throw new EvidenceException(EvidenceFault.Debug, $"its register {i} is zero: the enclave runs in debug mode");
            }
        }
    }

    /// <summary>The key itself as <c>public_key</c> (SPKI), or its SHA-256 as <c>user_data</c>.</summary>
    private static ImmutableArray<string> KeysOf(NitroDocument read)
    {
        var keys = ImmutableArray.CreateBuilder<string>(2);
        if (read.PublicKey is { Length: > 0 } spki)
        {
            keys.Add(Convert.ToHexStringLower(SHA256.HashData(spki)));
        }

        if (read.UserData is { Length: 32 } digest)
        {
            keys.Add(Convert.ToHexStringLower(digest));
        }

        return keys.Count > 0
            ? keys.ToImmutable()
            : throw new EvidenceException(EvidenceFault.Key, "it names no TLS key: `public_key` holds none, and `user_data` is not its SHA-256");
    }

    private static byte[] Bytes(byte[] value) => value.Length switch
    {
        < 24 => [(byte)(0x40 | value.Length), .. value],
        < 256 => [0x58, (byte)value.Length, .. value],
        < 65_536 => [0x59, (byte)(value.Length >> 8), (byte)(value.Length & 0xff), .. value],
        _ => throw EvidenceException.Malformed("it is too large"),
    };
}
