using Concordat.Gateway.Certifying;
using Concordat.Oversight.Certificates;

namespace Concordat.Commands;

/// <summary>What a change does to certified suites.</summary>
/// <param name="Agreement">Hash of the agreement that decided.</param>
/// <param name="Replayed">How many certified cases were decided again.</param>
/// <param name="Lapsed">Use cases whose facts were found by another safeguard pack than this program's.</param>
/// <param name="Flips">Every verdict that turns.</param>
internal sealed record SuiteReplayReport(string Agreement, int Replayed, IReadOnlyList<string> Lapsed, IReadOnlyList<SuiteFlip> Flips)
{
    public IEnumerable<string> Lines()
    {
        yield return $"{Replayed} certified cases decided again under agreement {Agreement[..12]}: {Flips.Count} turn";
        foreach (var flip in Flips)
        {
            yield return $"  {FlipWords.Of(flip)}{(flip.NeedsNotice() ? " - needs notice" : "")}";
        }

        foreach (var useCase in Lapsed)
        {
            yield return $"  `{useCase}`: its facts were found by another safeguard pack; have its suite certified anew";
        }
    }
}
