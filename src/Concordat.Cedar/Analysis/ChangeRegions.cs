using System.Collections.Immutable;
using Concordat.Cedar.Analysis.Diagrams;

namespace Concordat.Cedar.Analysis;

/// <summary>Puts a change of outcome into words that the changed policies give, without repeating what the unchanged ones say.</summary>
/// <param name="model">Facts and diagram.</param>
/// <param name="match">Which policies changed.</param>
/// <param name="wanted">Most regions.</param>
internal sealed class ChangeRegions(EnvironmentModel model, PolicyMatch match, int wanted)
{
    private readonly Logic _logic = model.Logic;
    private readonly HashSet<string> _essential = model.PathsOf(match.Changed);

    /// <summary>The regions of a change.</summary>
    /// <param name="changes">Where the outcome changes so.</param>
    /// <param name="leftOpen">Where the change is left open when the policies of certain steps may come out anyhow.</param>
    /// <param name="isTruncated">Whether there are more regions than wanted.</param>
    public List<ChangeRegion> Describe(int changes, Func<Func<Policy?, Policy?, bool>, int> leftOpen, out bool isTruncated)
    {
        // What the unchanged policies leave open, and what the changed ones do with it. Where the change is just both together, which
        // is the rule, the changed policies tell it all; otherwise it is told as it is, but only where the unchanged leave room.
        var given = leftOpen((a, b) => a is null || b is null);
        var own = leftOpen((a, b) => a is not null && b is not null);
        var isOwn = Possible(_logic.And(own, given)) == Possible(changes);
        var (told, outside) = isOwn ? (own, _logic.Not(own)) : (changes, _logic.Without(given, changes));

        // Either several regions, or one with exceptions: whichever is shorter to read.
        var cover = new RegionCover(model, outside, _essential);
        var box = cover.Box(told, isOwn ? Logic.True : given);
        var inside = box.ToDiagram(model.Diagram);
        var exceptions = ChoiceJoin.Join(new RegionCover(model, _logic.And(told, inside), _essential)
            .Cover(_logic.Without(_logic.And(given, inside), changes), wanted, out var isTooMany)
            .Select(region => model.Describe(region.Cube).ToImmutableArray()));
        var enough = isTooMany ? wanted : Math.Min(wanted, (2 * exceptions.Length) + 4);
        var several = ChoiceJoin.Join(cover.Cover(changes, enough, out isTruncated).Select(region => Region(region.Cube, [], region.Witness)));
        if (several.Count == 0)
        {
            return [];
        }

        var one = Region(box, exceptions, several[0].Witness);
        if (isTooMany || (!isTruncated && several.Sum(region => region.Length) <= one.Length))
        {
            return several;
        }

        isTruncated = false;
        return [one];
    }

    private ChangeRegion Region(Cube cube, ImmutableArray<ImmutableArray<RegionCondition>> exceptions, Witness witness)
    {
        ImmutableArray<RegionCondition> conditions = [.. model.Describe(cube)];
        return new ChangeRegion(conditions, exceptions, witness.Reasons.IsEmpty ? witness with { Reasons = [.. conditions.Select(condition => condition.Text)] } : witness);
    }

    private int Possible(int function) => _logic.And(function, model.Possible);
}
