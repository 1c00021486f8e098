using System.Security.Cryptography;
using Concordat.Attestation.Nitro;
using Concordat.Attestation.Snp;
using Concordat.Attestation.Statements;
using Concordat.Attestation.Tokens;
using Concordat.Signing;

namespace Concordat.Attestation;

/// <summary>Checks evidence of every kind. Pure: no clock, no network, nothing kept. Thread-safe.</summary>
public static class EvidenceVerifier
{
    /// <summary>Largest document that is read, in bytes.</summary>
    public const int MostBytes = 32 * 1024;

    /// <summary>How far the clocks of others may be off.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <param name="now">When it must count; for a recorded document, the time of its entry.</param>
    /// <remarks>Takes a few milliseconds: keep it off the request path.</remarks>
    public static EvidenceResult Verify(ReadOnlyMemory<byte> document, EvidenceDemand demand, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(demand);
        if (demand.Nonce is { Length: < 16 or > 64 })
        {
            throw new ArgumentException("a nonce has 16 to 64 bytes", nameof(demand));
        }

        if (document.Length is 0 or > MostBytes)
        {
            return EvidenceResult.Of(EvidenceFault.Malformed, $"a document has 1 to {MostBytes} bytes");
        }

        try
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(document.Span));
            return EvidenceResult.Of(demand.Kind switch
            {
                EvidenceKind.AwsNitro => NitroVerifier.Verify(document, hash, demand, now),
                EvidenceKind.AmdSevSnp => SnpVerifier.Verify(document, hash, demand, now),
                EvidenceKind.AzureMaa => AzureToken.Verify(document, hash, demand, now),
                EvidenceKind.GoogleConfidentialSpace => GoogleToken.Verify(document, hash, demand, now),
                EvidenceKind.NvidiaNras => NvidiaBundle.Verify(document, hash, demand, now),
                _ => DeploymentStatement.Verify(document, hash, demand, now),
            });
        }
        catch (EvidenceException fault)
        {
            return EvidenceResult.Of(fault.Fault, fault.Message);
        }
        catch (SigningFormatException fault)
        {
            return EvidenceResult.Of(EvidenceFault.Malformed, fault.Message);
        }
        catch (CryptographicException)
        {
            return EvidenceResult.Of(EvidenceFault.Malformed, "a key, certificate or signature in it cannot be read");
        }
    }
}
