using System.Text.Json;
using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Replaying;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>Decides certified cases again, on the facts that hold for them. Pure.</summary>
public static class SuiteReplay
{
    private const string Rejected = "refuse";
    private const string Held = "hold";

    /// <summary>Every case whose verdict turns, in the order of the use cases and their suites.</summary>
    /// <param name="book">Knows the verdicts that hold.</param>
    /// <param name="certificates">Whose cases are decided again.</param>
    /// <param name="agreement">What decides.</param>
    /// <param name="settle">The standing rulings beside it.</param>
    /// <param name="found">What another safeguard pack finds, by the certificate; what is not there is decided on the facts that hold.</param>
    /// <param name="ceilings">Measures labels by the ceilings of the agreement that decides; null where it is the one that they were measured by.</param>
    public static IReadOnlyList<SuiteFlip> Flips(
        CertificateBook book, IEnumerable<Certificate> certificates, Agreement agreement, Func<Verdict, CedarRequest, Verdict> settle,
        IReadOnlyDictionary<string, SuiteFound>? found = null, SuiteCeilings? ceilings = null)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(settle);
        var flips = new List<SuiteFlip>();
        foreach (var certificate in certificates)
        {
            // What a pack found was measured under the agreement that the certificate was last brought under.
            var recorded = found?.ContainsKey(certificate.Id) != true ? certificate.Agreement : book.AgreementOf(certificate) is var last && last == agreement.Hash ? last : null;
            var facts = found?.GetValueOrDefault(certificate.Id) ?? book.FoundOf(certificate, book.SafeguardsOf(certificate))!;
            foreach (var each in certificate.Cases)
            {
                var again = facts.Rejects(each) ? null : Decide(certificate, each, Measured(facts.FactsOf(each)), agreement, settle);
                var from = book.VerdictOf(certificate, each);

                // Held under this very agreement, which lets such work go on: beside something else, or after people had said no to the like. Both still stand.
                var verdict = again?.IsContinued == true && from == Held && book.AgreementOf(certificate) == agreement.Hash ? again.Held() : again;
                var to = verdict is { } decided ? Recorder.VerdictName(decided.Kind) : Rejected;
                if (!from.Equals(to, StringComparison.Ordinal))
                {
                    flips.Add(new SuiteFlip(
                        certificate.Id, certificate.UseCase, certificate.Owner, each.Name, from, to,
                        [.. verdict?.Clauses.Select(static fired => fired.Clause.Id.ToString()) ?? []], verdict?.Clauses.Any(static fired => fired.Clause.RedLine) ?? false));
                }
            }

            CedarRecord Measured(JsonElement found) =>
                RecordedVerdict.Facts(found, decided: null) is var read && ceilings is { } measure ? measure.Under(read, recorded, agreement) : read;
        }

        return flips;
    }

    /// <summary>The verdict of an agreement on a certified case, on the facts that it was certified with.</summary>
    public static Verdict Decide(Certificate certificate, CertifiedCase each, Agreement agreement, Func<Verdict, CedarRequest, Verdict> settle)
    {
        ArgumentNullException.ThrowIfNull(each);
        return Decide(certificate, each, RecordedVerdict.Facts(each.Facts, decided: null), agreement, settle);
    }

    private static Verdict Decide(Certificate certificate, CertifiedCase each, CedarRecord facts, Agreement agreement, Func<Verdict, CedarRequest, Verdict> settle)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(agreement);
        ArgumentNullException.ThrowIfNull(settle);
        var tool = facts["tool"].AsRecord["name"].AsString;

        // A tool that the vendor itself would run was decided as a call of that tool.
        var request = new CedarRequest(
            new EntityUid(EntityTypes.UseCase, certificate.UseCase),
            tool.Length > 0 ? AgreementActions.ToolCall : AgreementActions.Request,
            tool.Length > 0 ? new EntityUid(EntityTypes.Tool, tool) : new EntityUid(EntityTypes.Model, each.Model),
            facts);
        return agreement.Continue(settle(agreement.Decide(request), request), request);
    }
}
