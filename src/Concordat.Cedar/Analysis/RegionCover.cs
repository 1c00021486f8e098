using Concordat.Cedar.Analysis.Diagrams;

namespace Concordat.Cedar.Analysis;

/// <summary>Covers a function with few wide cubes, each shown by a request.</summary>
/// <param name="model">Facts and diagram.</param>
/// <param name="given">Where the cubes must be right; elsewhere they may say anything.</param>
/// <param name="essential">Paths of facts that the cubes should speak of.</param>
internal sealed class RegionCover(EnvironmentModel model, int given, IReadOnlySet<string> essential)
{
    /// <summary>The cubes with a request each; together they cover the function unless there are more than wanted.</summary>
    public List<(Cube Cube, Witness Witness)> Cover(int function, int wanted, out bool isTruncated)
    {
        var logic = model.Logic;
        var found = new List<(Cube Cube, Witness Witness)>();
        var rest = function;
        isTruncated = false;
        while (true)
        {
            rest = logic.And(rest, model.Possible);
            if (rest == Logic.False)
            {
                break;
            }

            if (found.Count == wanted)
            {
                isTruncated = model.Find(rest) is not null;
                break;
            }

            var outside = logic.Without(logic.And(given, model.Possible), function);
            var path = Cube.PathToTrue(model.Diagram, rest, model.Facts.Preferred);
            var cube = new CubeExpansion(model, outside) { Essential = essential }.Expand(path);
            var inside = cube.ToDiagram(model.Diagram);
            if (model.Find(logic.And(rest, inside)) is { } witness)
            {
                found.Add((cube, witness));
            }

            rest = logic.Without(rest, inside);
        }

        return DropIdle(function, found);
    }

    // A cube that the others cover together says nothing of its own.
    private List<(Cube Cube, Witness Witness)> DropIdle(int function, List<(Cube Cube, Witness Witness)> found)
    {
        for (var i = found.Count - 1; i >= 0 && found.Count > 1; i--)
        {
            var own = model.Logic.And(model.Logic.And(function, model.Possible), found[i].Cube.ToDiagram(model.Diagram));
            foreach (var (cube, _) in found.Where((_, at) => at != i))
            {
                own = model.Logic.Without(own, cube.ToDiagram(model.Diagram));
            }

            if (own == Logic.False)
            {
                found.RemoveAt(i);
            }
        }

        return found;
    }
}
