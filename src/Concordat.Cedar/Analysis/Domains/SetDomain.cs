using System.Collections.Immutable;
using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Formulas;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>A set: for each element that policies name whether it is in, and whether it has an element that none names.</summary>
/// <param name="fact">The fact.</param>
/// <param name="element">Type of its elements.</param>
/// <param name="all">All values of that type, where there are finitely many; otherwise default.</param>
internal sealed class SetDomain(Fact fact, CedarType element, ImmutableArray<CedarValue> all) : FactDomain(fact)
{
    private readonly SortedDictionary<string, CedarValue> _noted = new(StringComparer.Ordinal);
    private CedarValue[] _named = [];
    private int[] _variables = [];
    private int _others = -1;

    public override IEnumerable<int> Variables => _others < 0 ? _variables : [.. _variables, _others];

    public override void Note(FactTest test)
    {
        IEnumerable<CedarValue> named = test switch { FactTest.Contains one => [one.Element], FactTest.Within within => within.Elements, _ => [] };
        foreach (var value in named)
        {
            _noted.TryAdd(value.ToString(), value);
        }
    }

    public override void Allocate(Diagram diagram)
    {
        _named = [.. _noted.Values];
        _variables = [.. _named.Select(_ => diagram.AddVariable(2))];
        if (all.IsDefault || _named.Length < all.Length)
        {
            _others = diagram.AddVariable(2);
        }
    }

    public override int Build(Diagram diagram, FactTest test) => test switch
    {
        FactTest.Contains one => diagram.Test(_variables[Array.IndexOf(_named, one.Element)], cell => cell == 1),
        FactTest.Within within => BuildWithin(diagram, within.Elements),
        _ => throw Unknown(test),
    };

    public override CedarValue Choose(Cube path, out Cube? conflict)
    {
        conflict = null;
        var items = _named.Where((_, i) => path.CellsOf(_variables[i]) is [_, true]).ToList();
        if (_others >= 0 && path.CellsOf(_others) is [_, true])
        {
            items.Add(Other());
        }

        return CedarValue.FromSet(CedarSet.Of(items));
    }

    public override IEnumerable<int> Preferred(int variable) => [0, 1];

    public override string? Describe(Cube cube)
    {
        var inside = Named(cube, 1);
        var outside = Named(cube, 0);
        if (_others >= 0 && cube.CellsOf(_others) is [true, false] || (_others < 0 && inside.Length + outside.Length == _named.Length))
        {
            if (inside.Length + outside.Length == _named.Length)
            {
                return $"{Fact.ShortPath} == {List(inside)}";
            }

            var only = $"{Fact.ShortPath} within {List(_named.Except(outside))}";
            return inside.Length == 0 ? only : $"{only} and {Containing(inside)}";
        }

        var parts = new List<string>();
        if (inside.Length > 0)
        {
            parts.Add(Containing(inside));
        }

        if (outside.Length > 0)
        {
            parts.Add(outside is [var one] ? $"{Fact.ShortPath} without {one}" : $"{Fact.ShortPath} with none of {List(outside)}");
        }

        if (_others >= 0 && cube.CellsOf(_others) is not null)
        {
            parts.Add(_named.Length == 0 ? $"{Fact.ShortPath} != []" : $"{Fact.ShortPath} with an element other than {List(_named)}");
        }

        return parts.Count == 0 ? null : string.Join(" and ", parts);
    }

    public override string? ToCedar(Cube cube)
    {
        var (inside, outside) = (Named(cube, 1), Named(cube, 0));
        var others = _others < 0 ? null : cube.CellsOf(_others);
        var parts = inside.Select(item => $"{Fact}.contains({item})").ToList();
        if (others is [true, false])
        {
            parts.Insert(0, IsWithin([.. _named.Except(outside)]));
        }
        else
        {
            parts.AddRange(outside.Select(item => $"!{Fact}.contains({item})"));
            parts.AddRange(others is null ? [] : ["!" + IsWithin(_named)]);
        }

        return parts.Count == 0 ? null : Guarded(Fact, string.Join(" && ", parts));
    }

    public override RegionCondition? ToCondition(Cube cube)
    {
        if (Named(cube, 1) is not [var one])
        {
            return base.ToCondition(cube);
        }

        var rest = cube.Copy();
        rest.Free(_variables[Array.IndexOf(_named, one)]);
        var isWithin = _others >= 0 && cube.CellsOf(_others) is [true, false];
        if (isWithin ? Named(cube, 0).Length == _named.Length - 1 : rest.Variables.Any(Variables.Contains))
        {
            return base.ToCondition(cube);
        }

        return new ElementChoice(
            Fact.ShortPath,
            Fact.Path,
            isWithin ? Describe(rest) + " and " : "",
            (isWithin ? ToCedar(rest) : Guarded(Fact, "")) is { Length: > 0 } before ? before.TrimEnd('&', ' ') + " && " : "",
            [one]).ToCondition();
    }

    // An empty set literal has no type of its own.
    private string IsWithin(CedarValue[] elements) => elements.Length == 0 ? $"{Fact}.isEmpty()" : $"{List(elements)}.containsAll({Fact})";

    private string Containing(CedarValue[] inside) =>
        inside is [var one] ? $"{Fact.ShortPath} with {one}" : $"{Fact.ShortPath} with all of {List(inside)}";

    private CedarValue[] Named(Cube cube, int cell) =>
        [.. _named.Where((_, i) => cube.CellsOf(_variables[i]) is { } cells && cells[cell])];

    private int BuildWithin(Diagram diagram, ImmutableArray<CedarValue> elements)
    {
        var whole = _others < 0 ? Logic.True : diagram.Test(_others, cell => cell == 0);
        for (var i = _named.Length - 1; i >= 0; i--)
        {
            if (!elements.Contains(_named[i]))
            {
                whole = diagram.Split(_variables[i], [whole, Logic.False]);
            }
        }

        return whole;
    }

    private CedarValue Other()
    {
        IEnumerable<CedarValue> candidates = !all.IsDefault ? all : element switch
        {
            LongType => Enumerable.Range(0, int.MaxValue).Select(i => CedarValue.FromLong(i)),
            EntityType entity => FreshText.Candidates.Select(id => CedarValue.FromEntity(new EntityUid(entity.Name, id))),
            _ => FreshText.Candidates.Select(CedarValue.FromString),
        };
        return candidates.First(value => !_named.Contains(value));
    }
}
