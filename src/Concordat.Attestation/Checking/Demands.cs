using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Concordat.Attestation.Checking;

/// <summary>The checks that all kinds of evidence share.</summary>
internal static class Demands
{
    public static void Nonce(EvidenceDemand demand, ReadOnlySpan<byte> found)
    {
        if (demand.Nonce is { } nonce && !CryptographicOperations.FixedTimeEquals(nonce.Span, found))
        {
            throw new EvidenceException(EvidenceFault.Nonce, "it does not carry the nonce that was sent");
        }
    }

    /// <summary>Compares a nonce that the document carries as text, hex.</summary>
    public static bool IsNonce(ReadOnlyMemory<byte> nonce, string text) =>
        text.Length == nonce.Length * 2 && string.Equals(Convert.ToHexStringLower(nonce.Span), text, StringComparison.OrdinalIgnoreCase);

    public static void Measurements(EvidenceDemand demand, ImmutableSortedDictionary<string, string> found)
    {
        foreach (var (name, allowed) in demand.Measurements)
        {
            if (!found.TryGetValue(name, out var value))
            {
                throw new EvidenceException(EvidenceFault.Measurement, $"it does not say `{name}`");
            }

            if (!allowed.Contains(value))
            {
                throw new EvidenceException(EvidenceFault.Measurement, $"`{name}` is {value}, which is not among the values agreed");
            }
        }
    }

    public static void Region(EvidenceDemand demand, string found)
    {
        if (demand.Region is { } region && region != found)
        {
            throw new EvidenceException(EvidenceFault.Region, $"it was made in `{found}`, not in `{region}`");
        }
    }

    /// <summary>When evidence of that making stops counting.</summary>
    public static DateTimeOffset Expiry(EvidenceDemand demand, DateTimeOffset made, DateTimeOffset now)
    {
        if (made > now + EvidenceVerifier.Skew)
        {
            throw new EvidenceException(EvidenceFault.NotYetValid, $"it is dated {made:yyyy-MM-ddTHH:mm:ssZ}, which is to come");
        }

        var expires = made + demand.ValidFor;
        return expires > now
            ? expires
            : throw new EvidenceException(EvidenceFault.Expired, $"it was made at {made:yyyy-MM-ddTHH:mm:ssZ} and counted until {expires:yyyy-MM-ddTHH:mm:ssZ}");
    }

    public static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
