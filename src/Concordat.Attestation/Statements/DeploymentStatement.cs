using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Concordat.Attestation.Checking;
using Concordat.Signing;

namespace Concordat.Attestation.Statements;

/// <summary>
/// Checks what a provider signed about a deployment: a DSSE envelope over
/// <c>{"deployment", "vendor", "model", "version", "cloud", "region", "made", "expires", "bill"?}</c>, all texts.
/// </summary>
public static class DeploymentStatement
{
    /// <summary>The payload type of such an envelope.</summary>
    public const string PayloadType = "application/vnd.concordat.deployment-statement+json";

    private const int MostText = 200;

    private static readonly string[] Needed = ["deployment", "vendor", "model", "version", "cloud", "region", "made", "expires"];

    internal static ProvenEvidence Verify(ReadOnlyMemory<byte> document, string hash, EvidenceDemand demand, DateTimeOffset now)
    {
        var key = demand.SignedBy ?? throw new ArgumentException("a statement needs the key of its signer", nameof(demand));
        var envelope = DsseEnvelope.Parse(document.Span);
        if (envelope.PayloadType != PayloadType)
        {
            throw EvidenceException.Malformed($"it is signed as `{(envelope.PayloadType.Length <= MostText ? envelope.PayloadType : "…")}`, not as `{PayloadType}`");
        }

        if (!envelope.IsSignedBy(key))
        {
            throw new EvidenceException(EvidenceFault.Signature, "it is not signed by the key that was agreed");
        }

        var said = Read(envelope.Payload);
        MustSay("deployment", demand.Deployment, StringComparison.Ordinal);
        MustSay("vendor", demand.Vendor, StringComparison.OrdinalIgnoreCase);
        MustSay("cloud", demand.Cloud, StringComparison.OrdinalIgnoreCase);
        Demands.Region(demand, said["region"]);
        var ends = Time(said, "expires");
        if (ends <= now)
        {
            throw new EvidenceException(EvidenceFault.Expired, $"it held until {ends:yyyy-MM-ddTHH:mm:ssZ}");
        }

        // A statement holds as long as it says: nobody makes one an hour.
        var made = Time(said, "made");
        if (made > now + EvidenceVerifier.Skew)
        {
            throw new EvidenceException(EvidenceFault.NotYetValid, $"it is dated {made:yyyy-MM-ddTHH:mm:ssZ}, which is to come");
        }

        var measurements = said.Where(static member => member.Key is "model" or "version" or "bill").ToImmutableSortedDictionary(StringComparer.Ordinal);
        Demands.Measurements(demand, measurements);
        return new ProvenEvidence(
            EvidenceKind.Statement, AssuranceLevel.A1, hash, ends, measurements,
            said.Where(static member => member.Key is not ("model" or "version" or "bill")).ToImmutableSortedDictionary(StringComparer.Ordinal), []);

        void MustSay(string member, string? registered, StringComparison comparison)
        {
            if (registered is not null && !said[member].Equals(registered, comparison))
            {
                throw new EvidenceException(EvidenceFault.Subject, $"it is about the {member} `{said[member]}`, not `{registered}`");
            }
        }
    }

    private static Dictionary<string, string> Read(byte[] payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 2 });
            var said = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString() is not { Length: > 0 and <= MostText } text
                    || !(Needed.Contains(member.Name, StringComparer.Ordinal) || member.Name == "bill"))
                {
                    throw EvidenceException.Malformed("it has a member that a statement does not have, or one that is not a short text");
                }

                said[member.Name] = text;
            }

            return Array.Find(Needed, name => !said.ContainsKey(name)) is { } missing ? throw EvidenceException.Malformed($"it does not say `{missing}`") : said;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw EvidenceException.Malformed("its payload is not a JSON object", fault);
        }
    }

    private static DateTimeOffset Time(Dictionary<string, string> said, string name) =>
        DateTimeOffset.TryParseExact(said[name], "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw EvidenceException.Malformed($"its `{name}` is not a time such as `2026-11-01T00:00:00Z`");
}
