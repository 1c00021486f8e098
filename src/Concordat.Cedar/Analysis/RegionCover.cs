using Concordat.Cedar.Analysis.Diagrams;

namespace Concordat.Cedar.Analysis;

/// <summary>Covers a function with few wide cubes, each shown by a request.</summary>
/// <param name="model">Facts and diagram.</param>
/// <param name="outside">Where no cube may reach; what is neither there nor in the function does not matter.</param>
/// <param name="essential">Paths of facts that the cubes should speak of.</param>
internal sealed class RegionCover(EnvironmentModel model, int outside, IReadOnlySet<string> essential)
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

            var path = Cube.PathToTrue(model.Diagram, rest, model.Facts.Preferred);
            var cube = new CubeExpansion(model, logic.And(outside, model.Possible)) { Essential = essential }.Expand(path);
            var inside = cube.ToDiagram(model.Diagram);
            if (model.Find(logic.And(rest, inside)) is { } witness)
            {
                found.Add((cube, witness));
            }

            rest = logic.Without(rest, inside);
        }

        return DropIdle(function, found);
    }

    /// <summary>The smallest cube around a function, as far as the essential facts go; widened where that takes in only what does not matter.</summary>
    /// <param name="function">Two-valued.</param>
    /// <param name="given">What matters.</param>
    public Cube Box(int function, int given)
    {
        var possible = model.Logic.And(function, model.Possible);
        var box = new Cube();
        foreach (var variable in model.Facts.Ordered.Where(domain => essential.Contains(domain.Fact.Path)).SelectMany(domain => domain.Variables))
        {
            var cells = new bool[model.Diagram.CellsOf(variable)];
            for (var cell = 0; cell < cells.Length; cell++)
            {
                var one = new Cube();
                one.Set(variable, [.. cells.Select((_, i) => i == cell)]);
                cells[cell] = one.Meets(model.Diagram, possible);
            }

            box.Set(variable, cells);
        }

        var beyond = model.Logic.Without(model.Logic.And(given, model.Possible), box.ToDiagram(model.Diagram));
        return new CubeExpansion(model, beyond) { Essential = essential }.Expand(box);
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
