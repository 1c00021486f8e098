using Concordat.Agreements;
using Concordat.Gateway.Model;
using Concordat.Gateway.Rulings;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>What an amendment, or another safeguard pack, does to certified suites, and whether it may take effect yet. Pure but for <paramref name="find"/>.</summary>
/// <param name="book">Knows what holds.</param>
/// <param name="model">What is to be in force.</param>
/// <param name="rulings">The standing rulings beside it.</param>
/// <param name="safeguards">Hash of the program's own pack.</param>
/// <param name="find">What that pack finds in a suite, null where nobody can look; itself null where the pack is the one that serves already.</param>
/// <param name="former">The agreement that was in force until now; null where this process knows none.</param>
internal sealed class SuiteReview(CertificateBook book, GatewayModel model, RulingsInForce rulings, string safeguards, Func<CertificateDocument, SuiteFound?>? find, Agreement? former = null)
{
    /// <summary>Most requests with other facts that one note holds; suites beyond lapse, and it says so.</summary>
    public const int MostFound = 4096;

    /// <returns>What is to be noted when it takes effect; null where it is no change for any of them.</returns>
    /// <exception cref="InvalidOperationException">It turns verdicts, and their owners have not had the notice that they are due.</exception>
    public SuiteChange? At(DateTimeOffset now)
    {
        var agreement = model.Agreement;
        List<Certificate> standing = [.. book.Standing.Where(certificate => model.UseCases.ContainsKey(certificate.UseCase))];
        HashSet<string> amended = [.. standing.Where(certificate => !book.AgreementOf(certificate).Equals(agreement.Hash, StringComparison.Ordinal)).Select(static certificate => certificate.Id)];
        var (found, lapsed) = LookAgain(standing);
        if (amended.Count == 0 && found.Count == 0 && lapsed.Count == 0)
        {
            return null;
        }

        List<Certificate> replayed = [.. standing.Where(certificate => amended.Contains(certificate.Id) || found.ContainsKey(certificate.Id))];
        var flips = SuiteReplay.Flips(book, replayed, agreement, (verdict, request) => rulings.Settle(agreement, verdict, request), found, new SuiteCeilings(model.Config, former, agreement));
        var urgent = amended.Count > 0 ? agreement.Source.Metadata.Urgent ?? "" : "";
        List<SuiteFlip> due = [.. flips.Where(flip => flip.NeedsNotice() && !(urgent.Length > 0 && amended.Contains(flip.Certificate)) && !MayTakeEffect(flip))];
        return due.Count == 0
            ? new SuiteChange(
                SuiteChange.DocumentFormat, $"activated-{Guid.CreateVersion7(now):N}", SuiteChange.Activated, agreement.Hash, safeguards, "", urgent,
                now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), replayed.Sum(static certificate => certificate.Cases.Count), lapsed, flips,
                found.Count > 0 ? [.. found.Values] : null)
            : throw new InvalidOperationException(Refusal());

        string Refusal()
        {
            var isOfPack = found.ContainsKey(due[0].Certificate);
            return FlipWords.Refusal(book, [.. due.Where(flip => found.ContainsKey(flip.Certificate) == isOfPack)], agreement, isOfPack ? safeguards : "");
        }

        bool MayTakeEffect(SuiteFlip flip) => found.ContainsKey(flip.Certificate)
            ? book.MayTakeEffect(flip, agreement.Hash, safeguards) <= now || IsTakenBack(flip)
            : book.MayTakeEffect(flip, agreement.Hash) <= now;

        // What a pack opened for fewer days than a notice has nobody built upon: a program that went wrong can be taken back at once.
        bool IsTakenBack(SuiteFlip flip)
        {
            var certificate = book.Find(flip.Certificate)!.Certificate!;
            return !amended.Contains(flip.Certificate)
                && flip.IsNoHarderThan(book.VerdictAt(certificate, certificate.Cases.First(each => each.Name.Equals(flip.Case, StringComparison.Ordinal)), now - certificate.Notice()));
        }
    }

    private (Dictionary<string, SuiteFound> Found, List<string> Lapsed) LookAgain(List<Certificate> standing)
    {
        var (found, lapsed, room) = (new Dictionary<string, SuiteFound>(StringComparer.Ordinal), new List<string>(), MostFound);
        foreach (var certificate in standing.Where(certificate => find is not null && !book.SafeguardsOf(certificate).Equals(safeguards, StringComparison.Ordinal)))
        {
            var seen = book.FoundOf(certificate, safeguards) ?? find!(book.Find(certificate.Id)!);
            if (seen is not null && seen.Cases.Count <= room)
            {
                found.Add(certificate.Id, seen);
                room -= seen.Cases.Count;
            }
            else if (!book.HasLapsed(certificate, safeguards))
            {
                lapsed.Add(certificate.UseCase);
            }
        }

        return (found, lapsed);
    }
}
