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

        var (changedA, changedB) = Changed(pair);
        var hasUnchanged = changedA.Count < a.Policies.Length;
        var essential = model.PathsOf(changedA.Concat(changedB));
        var sets = new Numbering<OutcomeSet>();
        var openA = pair.Fold.OpenOutcomes(a.Policies, changedA, sets);
        var openB = pair.Fold.OpenOutcomes(b.Policies, changedB, sets);
        foreach (var (from, to) in pair.Changes)
        {
            // Where the unchanged policies leave room for the change. Elsewhere a region need not say that there is none.
            var given = model.Logic.And(Allows(model, openA, sets, pair.Fold.NumberOf(from)), Allows(model, openB, sets, pair.Fold.NumberOf(to)));
            var changes = pair.Where((inA, inB) => inA.Equals(from) && inB.Equals(to));
            foreach (var (cube, witness) in new RegionCover(model, given, essential).Cover(changes, wanted, out var isTruncated))
            {
                pair.Check(witness, schema, (inA, inB) => inA.Equals(from) && inB.Equals(to));
                Add(new DiffRegion<TOutcome>(from, to, [AnalysisEnvironment.Of(model.Environment)], [.. model.Describe(cube)], hasUnchanged, witness));
                _isTruncated |= isTruncated;
            }
        }
    }

    private static int Allows(EnvironmentModel model, int open, Numbering<OutcomeSet> sets, int outcome) =>
        model.Logic.Where(open, set => Array.IndexOf(sets[set].Members, outcome) >= 0);

    // Kinds of request with the same region share it.
    private void Add(DiffRegion<TOutcome> region)
    {
        var same = _found.FindIndex(other => other.From.Equals(region.From) && other.To.Equals(region.To) && other.HasUnchanged == region.HasUnchanged
            && other.Conditions.SequenceEqual(region.Conditions));
        if (same < 0)
        {
            _found.Add(region);
        }
        else
        {
            _found[same] = _found[same] with { Environments = _found[same].Environments.AddRange(region.Environments) };
        }
    }

    // Policies without a counterpart in the other set that comes out the same for every request and that the rule treats the same.
    private (HashSet<Policy> InA, HashSet<Policy> InB) Changed(OutcomePair<TOutcome> pair)
    {
        var inA = new HashSet<Policy>();
        var inB = b.Policies.ToHashSet();
        foreach (var policy in a.Policies)
        {
            var function = pair.Model.FunctionOf(policy);
            var counterpart = inB.FirstOrDefault(other => pair.Model.FunctionOf(other) == function && pair.Fold.AreTreatedAlike(policy, other));
            if (counterpart is null)
            {
                inA.Add(policy);
            }
            else
            {
                inB.Remove(counterpart);
            }
        }

        return (inA, inB);
    }
}
