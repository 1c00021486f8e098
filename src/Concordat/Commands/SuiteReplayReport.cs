using Concordat.Gateway.Certifying;
using Concordat.Oversight.Certificates;

namespace Concordat.Commands;

/// <summary>What a change does to certified suites.</summary>
/// <param name="Agreement">Hash of the agreement that decided.</param>
/// <param name="Safeguards">Hash of this program's safeguard pack.</param>
/// <param name="Replayed">How many certified cases were decided again.</param>
/// <param name="LookedAt">Certificates whose kept requests were looked at anew: another pack had found their facts.</param>
/// <param name="Lapsed">Suites whose facts another pack found, and whose requests nobody can look at.</param>
/// <param name="Flips">Every verdict that turns.</param>
internal sealed record SuiteReplayReport(
    string Agreement, string Safeguards, int Replayed, IReadOnlyList<string> LookedAt, IReadOnlyList<SuiteLapse> Lapsed, IReadOnlyList<SuiteFlip> Flips)
{
    /// <summary>The pack that turns a verdict, by which a notice names it; empty where the agreement alone does.</summary>
    public string PackOf(SuiteFlip flip) => LookedAt.Contains(flip.Certificate, StringComparer.Ordinal) ? Safeguards : "";

    public IEnumerable<string> Lines()
    {
        var pack = LookedAt.Count > 0 ? $" and safeguard pack {Safeguards[..12]}" : "";
        yield return $"{Replayed} certified cases decided again under agreement {Agreement[..12]}{pack}: {Flips.Count} turn";
        foreach (var flip in Flips)
        {
            yield return $"  {FlipWords.Of(flip)}{(flip.NeedsNotice() ? " - needs notice" : "")}";
        }

        foreach (var lapse in Lapsed)
        {
            yield return $"  `{lapse.UseCase}` lapses: its facts were found by another safeguard pack, and {lapse.Because}; have its suite certified anew";
        }
    }
}
