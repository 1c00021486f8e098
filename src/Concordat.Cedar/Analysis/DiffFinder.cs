using Concordat.Cedar.Analysis.Diagrams;

namespace Concordat.Cedar.Analysis;

/// <summary>Finds where two policy sets differ, in regions that say what the changed policies contribute.</summary>
internal sealed class DiffFinder<TOutcome>(CedarSchema schema, OutcomeRule<TOutcome> rule, PolicySet a, PolicySet b)
    where TOutcome : notnull
{
    private readonly List<DiffRegion<TOutcome>> _found = [];
    private bool _isTruncated;

    /// <exception cref="AnalysisRefusedException">Not exactly, or not within the limits.</exception>
    public PolicyDiff<TOutcome> Find(AnalysisBudget budget)
    {
        foreach (var model in AnalysisModels.Read(schema, [.. a.Policies, .. b.Policies], budget))
        {
            Find(model, budget.Options.MaxRegions);
        }

        return new PolicyDiff<TOutcome>([.. _found], _isTruncated);
    }

    private void Find(EnvironmentModel model, int wanted)
    {
        var pair = new OutcomePair<TOutcome>(model, rule, a, b);
        if (!pair.Changes.Any())
        {
            return;
        }

        var match = pair.Match;
        foreach (var (from, to) in pair.Changes)
        {
            bool IsThisChange(TOutcome inA, TOutcome inB) => inA.Equals(from) && inB.Equals(to);
            foreach (var region in new ChangeRegions(model, match, wanted).Describe(pair.Where(IsThisChange), isFree =>
                pair.Fold.LeftOpen(match.Steps, isFree, pair.Fold.NumberOf(from), pair.Fold.NumberOf(to)), out var isTruncated))
            {
                pair.Check(region.Witness, schema, IsThisChange);
                _isTruncated |= isTruncated;
                Add(new DiffRegion<TOutcome>(from, to, [AnalysisEnvironment.Of(model.Environment)], region.Conditions, region.Witness)
                {
                    Exceptions = region.Exceptions,
                    HasUnchanged = match.HasUnchanged,
                });
            }
        }
    }

    // Kinds of request with the same region share it.
    private void Add(DiffRegion<TOutcome> region)
    {
        var same = _found.FindIndex(region.SaysTheSame);
        if (same < 0)
        {
            _found.Add(region);
        }
        else
        {
            _found[same] = _found[same] with { Environments = _found[same].Environments.AddRange(region.Environments) };
        }
    }
}
