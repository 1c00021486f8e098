namespace Concordat.Cedar.Analysis.Diagrams;

/// <summary>A product of cells: for each variable that it narrows, the cells that are left.</summary>
internal sealed class Cube
{
    private readonly SortedDictionary<int, bool[]> _allowed = [];

    public IReadOnlyCollection<int> Variables => _allowed.Keys;

    /// <summary>The cells left of a variable; null when it is not narrowed.</summary>
    public bool[]? CellsOf(int variable) => _allowed.GetValueOrDefault(variable);

    public bool Allows(int variable, int cell) => !_allowed.TryGetValue(variable, out var cells) || cells[cell];

    /// <summary>Narrows a variable to the given cells, or frees it when all are given.</summary>
    public void Set(int variable, bool[] cells)
    {
        if (Array.IndexOf(cells, value: false) < 0)
        {
            _allowed.Remove(variable);
        }
        else
        {
            _allowed[variable] = cells;
        }
    }

    public void Free(int variable) => _allowed.Remove(variable);

    public Cube Copy()
    {
        var copy = new Cube();
        foreach (var (variable, cells) in _allowed)
        {
            copy._allowed.Add(variable, cells);
        }

        return copy;
    }

    /// <summary>The cube as a function: 1 inside, 0 outside.</summary>
    public int ToDiagram(Diagram diagram)
    {
        var whole = Logic.True;
        foreach (var (variable, cells) in _allowed.Reverse())
        {
            whole = diagram.Split(variable, [.. cells.Select(allowed => allowed ? whole : Logic.False)]);
        }

        return whole;
    }

    /// <summary>Whether a two-valued function is 1 somewhere inside.</summary>
    public bool Meets(Diagram diagram, int function)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([function]);
        while (open.TryPop(out var reference))
        {
            if (Diagram.IsLeaf(reference))
            {
                if (reference == Logic.True)
                {
                    return true;
                }

                continue;
            }

            if (!seen.Add(reference))
            {
                continue;
            }

            diagram.Budget.CountStep();
            var variable = diagram.VariableOf(reference);
            var children = diagram.ChildrenOf(reference);
            for (var cell = 0; cell < children.Length; cell++)
            {
                if (Allows(variable, cell) && children[cell] != Logic.False)
                {
                    open.Push(children[cell]);
                }
            }
        }

        return false;
    }

    /// <summary>Some path to 1, as a cube; of a function that is nowhere 1, the whole.</summary>
    /// <param name="diagram">Holds the function.</param>
    /// <param name="function">Two-valued.</param>
    /// <param name="preferred">For a variable and its cells: in which order cells are tried; the first cell that leads to 1 is taken.</param>
    public static Cube PathToTrue(Diagram diagram, int function, Func<int, IEnumerable<int>> preferred)
    {
        var cube = new Cube();
        while (!Diagram.IsLeaf(function))
        {
            var variable = diagram.VariableOf(function);
            var node = function;
            function = diagram.Child(node, preferred(variable).First(cell => diagram.Child(node, cell) != Logic.False));
            var cells = new bool[diagram.CellsOf(variable)];
            for (var cell = 0; cell < cells.Length; cell++)
            {
                cells[cell] = diagram.Child(node, cell) == function;
            }

            cube.Set(variable, cells);
        }

        return cube;
    }
}
