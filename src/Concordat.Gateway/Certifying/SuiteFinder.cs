using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Ledger.Contents;
using Concordat.Oversight.Certificates;
using Concordat.Safeguards;

namespace Concordat.Gateway.Certifying;

/// <summary>Opens the kept requests of certified suites, and finds in them what this program's safeguard pack finds. Thread-safe.</summary>
/// <param name="contents">Where bodies are kept; null where none are.</param>
/// <param name="commitments">Knows what a certificate commits to.</param>
public sealed class SuiteFinder(ContentStore? contents, Commitments commitments)
{
    /// <summary>What the pack finds, where the certificate says otherwise; or why nobody can look.</summary>
    /// <param name="document">The certificate.</param>
    /// <param name="config">What the networks are accredited for, and the limits.</param>
    /// <param name="agreement">What it covers.</param>
    public (SuiteFound? Found, string? Fault) Find(CertificateDocument document, ConcordatConfig config, Agreement agreement)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(agreement);
        if (document.Certificate is not { } certificate)
        {
            throw new ArgumentException("it is a note, and no certificate", nameof(document));
        }

        var (kept, fault) = Open(document, certificate);
        if (kept is null)
        {
            return (null, fault);
        }

        var (changed, rejected) = (new List<SuiteFoundCase>(), new List<string>());
        var inspection = RequestInspection.Rent();
        try
        {
            foreach (var (each, content) in certificate.Cases.Zip(kept))
            {
                inspection.Reset();
                if (Inspect(content, config.Limits.Depth, inspection) is not { } uninspectable)
                {
                    rejected.Add(each.Name);
                    continue;
                }

                var facts = FactsOf(each, content, inspection.Findings, uninspectable, CeilingOf(each, config, agreement));
                var hash = CertificateReader.HashOf(facts);
                if (!hash.Equals(each.FactsHash, StringComparison.Ordinal))
                {
                    changed.Add(new SuiteFoundCase(each.Name, hash, facts));
                }
            }
        }
        finally
        {
            RequestInspection.Return(inspection);
        }

        return (new SuiteFound(certificate.Id, changed, rejected), null);
    }

    /// <summary>The requests as they were certified: each is what the certificate commits to.</summary>
    private (IReadOnlyList<KeptCase>? Kept, string? Fault) Open(CertificateDocument document, Certificate certificate)
    {
        if (contents is null || !Guid.TryParseExact(certificate.Id, "N", out var exchange)
            || contents.Find(exchange, certificate.Issued).LastOrDefault(id => id.Kind == (byte)CommitmentKind.Suite && id.Commitment.Equals(document.Hash, StringComparison.Ordinal)) is not { } id)
        {
            return (null, "its requests are not kept here");
        }

        var (outcome, content) = contents.Open(id);
        Span<byte> salt = stackalloc byte[Commitments.Size];
        return outcome is ContentOutcome.OtherKey ? (null, "its requests are kept under another key")
            : content is null || KeptSuite.Read(content) is not { } cases ? (null, "its requests as they are kept are not genuine")
            : !commitments.TrySalt(exchange, salt) ? (null, "the salt of its day was deleted, so that nobody can tell whether its requests are genuine")
            : IsGenuine(certificate, cases, salt) ? (cases, null)
            : (null, "its requests as they are kept are not what it commits to");
    }

    private static bool IsGenuine(Certificate certificate, IReadOnlyList<KeptCase> kept, ReadOnlySpan<byte> salt)
    {
        if (kept.Count != certificate.Cases.Count)
        {
            return false;
        }

        Span<byte> commitment = stackalloc byte[Commitments.Size];
        for (var i = 0; i < kept.Count; i++)
        {
            var (each, said) = (kept[i], certificate.Cases[i]);
            Commitments.Commit(salt, CommitmentKind.Request, each.Request.Span, commitment);
            if (!each.Name.Equals(said.Name, StringComparison.Ordinal) || !each.Operation.Equals(said.Operation, StringComparison.Ordinal)
                || !CryptographicOperations.FixedTimeEquals(commitment, Convert.FromHexString(said.Request)))
            {
                return false;
            }
        }

        return true;
    }

    /// <returns>What of it nobody can look into; null where the request is not taken at all.</returns>
    private static UninspectableKinds? Inspect(KeptCase content, int depth, RequestInspection inspection)
    {
        if (inspection.InspectJson(content.Request.Span, depth) is not null)
        {
            return null;
        }

        if (content.Label is { } label)
        {
            inspection.InspectText(System.Text.Encoding.UTF8.GetBytes(label));
        }

        if (content.Binding is { } binding && inspection.InspectBinding(binding) is not null)
        {
            return null;
        }

        var request = new DialectRequest();
        return GatewayEndpoints.DialectOf(content.Operation) is { } dialect && dialect.ReadRequest(content.Request.Span, request) is null ? request.Uninspectable : null;
    }

    /// <summary>The certified facts, with what is found anew in place of what was found then.</summary>
    private static JsonElement FactsOf(CertifiedCase each, KeptCase content, Findings findings, UninspectableKinds uninspectable, NetworkCeiling ceiling)
    {
        var written = new CanonicalWriter();
        var persons = findings.Persons;
        FactsWriter.WriteFound(written, FactsBuilder.Content(findings.Content, uninspectable), findings.Label(ceiling), persons, findings.Topics);
        var facts = JsonNode.Parse(each.Facts.GetRawText())!.AsObject();
        var before = facts["persons"]!["presumedUs"]!.GetValue<long>();
        var inWindow = facts["persons"]!["inWindow"]!.GetValue<long>();
        foreach (var (name, group) in JsonNode.Parse(written.Written.Span)!.AsObject())
        {
            facts[name] = group!.DeepClone();
        }

        facts["persons"]!["inWindow"] = Counted(inWindow, before, persons.PresumedUs);
        foreach (var (name, count) in facts["meters"]!.AsObject().Where(static meter => IsOfPersons(meter.Key)).ToList())
        {
            facts["meters"]![name] = Counted(count!.GetValue<long>(), before, persons.PresumedUs);
        }

        Bought(facts["sources"]!.AsObject(), findings.LooksBrokered || content.IsBought);
        using var json = JsonDocument.Parse(facts.ToJsonString());
        return json.RootElement.Clone();
    }

    /// <summary>What a meter would have shown with the persons that are found now in place of those that were found then.</summary>
    private static long Counted(long shown, long before, long now) => now == before ? shown : now == 0 ? 0 : Math.Max(now, shown + now - before);

    private static bool IsOfPersons(string meter) => meter is "useCaseHour" or "useCaseDay" or "callerHour" or "callerDay" or "callerMonth" or "purposeHour" or "purposeDay" or "purposeMonth";

    private static void Bought(JsonObject sources, bool isBought)
    {
        var kinds = sources["kinds"]!.AsArray().Select(static kind => kind!.GetValue<string>()).Where(static kind => kind is not FactsBuilder.BoughtKind);
        sources["kinds"] = new JsonArray([.. kinds.Concat(isBought ? [FactsBuilder.BoughtKind] : []).Order(StringComparer.Ordinal).Select(static kind => (JsonNode)kind)]);
    }

    /// <summary>What both networks may carry; a network that the agreement does not cover may carry nothing that is marked.</summary>
    private static NetworkCeiling CeilingOf(CertifiedCase each, ConcordatConfig config, Agreement agreement) => Ceilings.Agreed(config.Network, agreement.Terms) is { } network
        ? Ceilings.Of(network, config.Deployments.FirstOrDefault(deployment => deployment.Name.Equals(each.Deployment, StringComparison.Ordinal)))
        : new NetworkCeiling(0, config.Network.Nations.ToFrozenSet(StringComparer.Ordinal));
}
