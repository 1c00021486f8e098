using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Replaying;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>Decides certified cases again, on the facts that they were certified with. Pure.</summary>
public static class SuiteReplay
{
    /// <summary>Every case whose verdict turns, in the order of the use cases and their suites.</summary>
    /// <param name="book">Knows the verdicts that hold.</param>
    /// <param name="certificates">Whose cases are decided again.</param>
    /// <param name="agreement">What decides.</param>
    /// <param name="settle">The standing rulings beside it.</param>
    public static IReadOnlyList<SuiteFlip> Flips(
        CertificateBook book, IEnumerable<Certificate> certificates, Agreement agreement, Func<Verdict, CedarRequest, Verdict> settle)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(settle);
        var flips = new List<SuiteFlip>();
        foreach (var certificate in certificates)
        {
            foreach (var each in certificate.Cases)
            {
                var verdict = Decide(certificate, each, agreement, settle);
                var (from, to) = (book.VerdictOf(certificate, each), Recorder.VerdictName(verdict.Kind));
                if (!from.Equals(to, StringComparison.Ordinal))
                {
                    flips.Add(new SuiteFlip(
                        certificate.Id, certificate.UseCase, certificate.Owner, each.Name, from, to,
                        [.. verdict.Clauses.Select(static fired => fired.Clause.Id.ToString())], verdict.Clauses.Any(static fired => fired.Clause.RedLine)));
                }
            }
        }

        return flips;
    }

    /// <summary>The verdict of an agreement on a certified case.</summary>
    public static Verdict Decide(Certificate certificate, CertifiedCase each, Agreement agreement, Func<Verdict, CedarRequest, Verdict> settle)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(each);
        ArgumentNullException.ThrowIfNull(agreement);
        ArgumentNullException.ThrowIfNull(settle);
        var facts = RecordedVerdict.Facts(each.Facts, decided: null);
        var tool = facts["tool"].AsRecord["name"].AsString;

        // A tool that the vendor itself would run was decided as a call of that tool.
        var request = new CedarRequest(
            new EntityUid(EntityTypes.UseCase, certificate.UseCase),
            tool.Length > 0 ? AgreementActions.ToolCall : AgreementActions.Request,
            tool.Length > 0 ? new EntityUid(EntityTypes.Tool, tool) : new EntityUid(EntityTypes.Model, each.Model),
            facts);
        return settle(agreement.Decide(request), request);
    }
}
