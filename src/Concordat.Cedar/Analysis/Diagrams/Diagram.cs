using System.Runtime.InteropServices;

namespace Concordat.Cedar.Analysis.Diagrams;

/// <summary>A reduced, ordered, multi-valued decision diagram: every function of the variables has exactly one reference.</summary>
/// <remarks>
/// A reference of at least 0 is an inner node; the complement <c>~v</c> of a value is the leaf of value <c>v</c>. Variables are tested in
/// the order of their numbers, each with one child per cell. Not safe for use by several threads.
/// </remarks>
internal sealed class Diagram
{
    private readonly AnalysisBudget _budget;
    private readonly List<int> _cellCounts = [];
    private readonly List<Node> _nodes = [];
    private readonly List<int> _children = [];
    private int[] _table = NewTable(1 << 10);
    private int[] _scratch = new int[256];
    private int _top;

    public Diagram(AnalysisBudget budget) => _budget = budget;

    public AnalysisBudget Budget => _budget;

    public int NodeCount => _nodes.Count;

    public int VariableCount => _cellCounts.Count;

    public static int Leaf(int value) => ~value;

    public static bool IsLeaf(int reference) => reference < 0;

    public static int ValueOf(int leaf) => ~leaf;

    /// <summary>Adds a variable after all others.</summary>
    public int AddVariable(int cells)
    {
        if (_cellCounts.Count >= _budget.Options.MaxVariables)
        {
            throw AnalysisBudget.Exceeded(FormattableString.Invariant($"the policies tell apart more than {_budget.Options.MaxVariables} things about a request"));
        }

        _cellCounts.Add(cells);
        return _cellCounts.Count - 1;
    }

    public int CellsOf(int variable) => _cellCounts[variable];

    public int VariableOf(int node) => _nodes[node].Variable;

    public int Child(int node, int cell) => _children[_nodes[node].FirstChild + cell];

    public ReadOnlySpan<int> ChildrenOf(int node) =>
        CollectionsMarshal.AsSpan(_children).Slice(_nodes[node].FirstChild, _cellCounts[_nodes[node].Variable]);

    /// <summary>The function that is 1 where the variable's cell is chosen, else 0.</summary>
    public int Test(int variable, Func<int, bool> chosen)
    {
        var cells = _cellCounts[variable];
        var at = Reserve(cells);
        for (var cell = 0; cell < cells; cell++)
        {
            _scratch[at + cell] = Leaf(chosen(cell) ? 1 : 0);
        }

        return MakeFromScratch(variable, at);
    }

    /// <summary>The function that is another function in each cell of a variable that stands before all of theirs.</summary>
    public int Split(int variable, ReadOnlySpan<int> children)
    {
        var at = Reserve(children.Length);
        children.CopyTo(_scratch.AsSpan(at));
        return MakeFromScratch(variable, at);
    }

    /// <summary>Joins two functions value by value.</summary>
    public int Apply(DiagramOperation operation, int a, int b)
    {
        _budget.CountStep();
        if (operation.TryDecide(a, b, out var decided))
        {
            return decided;
        }

        if (operation.Cache.TryGetValue((a, b), out var known))
        {
            return known;
        }

        AnalysisBudget.CheckStack();
        var variable = Math.Min(TopOf(a), TopOf(b));
        var cells = _cellCounts[variable];
        var at = Reserve(cells);
        var splitsA = TopOf(a) == variable;
        var splitsB = TopOf(b) == variable;
        for (var cell = 0; cell < cells; cell++)
        {
            var child = Apply(operation, splitsA ? Child(a, cell) : a, splitsB ? Child(b, cell) : b);
            _scratch[at + cell] = child;
        }

        var made = MakeFromScratch(variable, at);
        operation.Cache.Add((a, b), made);
        return made;
    }

    /// <summary>Changes the values of a function.</summary>
    public int Map(int a, Func<int, int> map) => Map(a, map, []);

    /// <summary>All values that a function takes.</summary>
    public HashSet<int> ValuesOf(int a)
    {
        var values = new HashSet<int>();
        var seen = new HashSet<int>();
        var open = new Stack<int>([a]);
        while (open.TryPop(out var reference))
        {
            if (IsLeaf(reference))
            {
                values.Add(ValueOf(reference));
            }
            else if (seen.Add(reference))
            {
                foreach (var child in ChildrenOf(reference))
                {
                    open.Push(child);
                }
            }
        }

        return values;
    }

    private int Map(int a, Func<int, int> map, Dictionary<int, int> done)
    {
        if (IsLeaf(a))
        {
            return Leaf(map(ValueOf(a)));
        }

        if (done.TryGetValue(a, out var known))
        {
            return known;
        }

        _budget.CountStep();
        AnalysisBudget.CheckStack();
        var variable = VariableOf(a);
        var cells = _cellCounts[variable];
        var at = Reserve(cells);
        for (var cell = 0; cell < cells; cell++)
        {
            var child = Map(Child(a, cell), map, done);
            _scratch[at + cell] = child;
        }

        return done[a] = MakeFromScratch(variable, at);
    }

    private int TopOf(int reference) => IsLeaf(reference) ? int.MaxValue : _nodes[reference].Variable;

    private int Reserve(int cells)
    {
        var at = _top;
        _top += cells;
        if (_top > _scratch.Length)
        {
            Array.Resize(ref _scratch, Math.Max(_top, _scratch.Length * 2));
        }

        return at;
    }

    /// <summary>The node with the children noted since <see cref="Reserve"/>, which are given up.</summary>
    private int MakeFromScratch(int variable, int at)
    {
        var children = _scratch.AsSpan(at, _cellCounts[variable]);
        _top = at;
        if (!children.ContainsAnyExcept(children[0]))
        {
            return children[0];
        }

        var hash = HashOf(variable, children);
        var place = hash & (_table.Length - 1);
        for (; _table[place] >= 0; place = (place + 1) & (_table.Length - 1))
        {
            var candidate = _nodes[_table[place]];
            if (candidate.Hash == hash && candidate.Variable == variable && ChildrenOf(_table[place]).SequenceEqual(children))
            {
                return _table[place];
            }
        }

        _budget.CountNode();
        _table[place] = _nodes.Count;
        _nodes.Add(new Node(variable, _children.Count, hash));
        foreach (var child in children)
        {
            _children.Add(child);
        }

        if (_nodes.Count * 2 > _table.Length)
        {
            Grow();
        }

        return _nodes.Count - 1;
    }

    private void Grow()
    {
        _table = NewTable(_table.Length * 2);
        for (var node = 0; node < _nodes.Count; node++)
        {
            var place = _nodes[node].Hash & (_table.Length - 1);
            while (_table[place] >= 0)
            {
                place = (place + 1) & (_table.Length - 1);
            }

            _table[place] = node;
        }
    }

    private static int HashOf(int variable, ReadOnlySpan<int> children)
    {
        unchecked
        {
            var hash = (uint)variable * 0x9E3779B1u;
            foreach (var child in children)
            {
                hash = ((hash ^ (uint)child) * 0x85EBCA6Bu) ^ (hash >> 15);
            }

            return (int)((hash ^ (hash >> 13)) & int.MaxValue);
        }
    }

    private static int[] NewTable(int size)
    {
        var table = new int[size];
        Array.Fill(table, -1);
        return table;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Node(int Variable, int FirstChild, int Hash);
}
