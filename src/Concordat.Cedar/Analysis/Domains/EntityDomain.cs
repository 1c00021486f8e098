using System.Collections.Immutable;
using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Formulas;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>An entity: one of those that policies name, or another; and, of principal and resource, what it stands below.</summary>
/// <param name="fact">The fact.</param>
/// <param name="type">Its entity type.</param>
/// <param name="choices">The only ids of that type; default when there may be any.</param>
internal sealed class EntityDomain(Fact fact, string type, ImmutableArray<string> choices) : FactDomain(fact)
{
    private readonly SortedDictionary<string, CedarValue> _noted = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, EntityUid> _notedAncestors = new(StringComparer.Ordinal);
    private readonly Dictionary<EntityUid, int> _below = [];
    private CedarValue[] _named = [];
    private bool _hasOthers;
    private int _variable;

    public override IEnumerable<int> Variables => [_variable, .. _below.Values];

    public override void Note(FactTest test)
    {
        switch (test)
        {
            case FactTest.Is one:
                _noted.TryAdd(one.Value.AsEntity.Id, one.Value);
                break;
            case FactTest.Below below:
                _notedAncestors.TryAdd(below.Ancestor.ToString(), below.Ancestor);
                break;
        }
    }

    public override void Allocate(Diagram diagram)
    {
        _named = [.. _noted.Values];
        _hasOthers = choices.IsDefault || _named.Length < choices.Length;
        _variable = diagram.AddVariable(_named.Length + (_hasOthers ? 1 : 0));
        foreach (var ancestor in _notedAncestors.Values)
        {
            _below.Add(ancestor, diagram.AddVariable(2));
        }
    }

    public override int Build(Diagram diagram, FactTest test) => test switch
    {
        FactTest.Is one => diagram.Test(_variable, cell => cell < _named.Length && _named[cell] == one.Value),
        FactTest.Below below => diagram.Test(_below[below.Ancestor], cell => cell == 1),
        _ => throw Unknown(test),
    };

    public override CedarValue Choose(Cube path, out Cube? conflict)
    {
        conflict = null;
        var cell = Preferred(_variable).First(cell => path.Allows(_variable, cell));
        return cell < _named.Length ? _named[cell] : CedarValue.FromEntity(new EntityUid(type, OtherId()));
    }

    /// <summary>What the entity of a path stands below.</summary>
    public ImmutableArray<EntityUid> Ancestors(Cube path) =>
        [.. _below.Where(pair => path.CellsOf(pair.Value) is [_, true]).Select(pair => pair.Key)];

    public override IEnumerable<int> Preferred(int variable) =>
        variable != _variable ? [0, 1] : _hasOthers ? Enumerable.Range(0, _named.Length).Prepend(_named.Length) : Enumerable.Range(0, _named.Length);

    public override string? Describe(Cube cube)
    {
        var parts = new List<string>();
        if (cube.CellsOf(_variable) is { } cells)
        {
            var inside = _named.Where((_, cell) => cells[cell]).ToArray();
            var outside = _named.Where((_, cell) => !cells[cell]).ToArray();
            parts.Add(_hasOthers && cells[^1]
                ? outside is [var no] ? $"{Fact.ShortPath} != {no}" : $"{Fact.ShortPath} not in {List(outside)}"
                : inside is [var yes] ? $"{Fact.ShortPath} == {yes}" : $"{Fact.ShortPath} in {List(inside)}");
        }

        foreach (var (ancestor, variable) in _below)
        {
            if (cube.CellsOf(variable) is { } below)
            {
                parts.Add(below[1] ? $"{Fact.ShortPath} below {ancestor}" : $"{Fact.ShortPath} not below {ancestor}");
            }
        }

        return parts.Count == 0 ? null : string.Join(" and ", parts);
    }

    public override string? ToCedar(Cube cube)
    {
        var parts = new List<string>();
        if (cube.CellsOf(_variable) is { } cells)
        {
            var isOther = _hasOthers && cells[^1];
            var listed = List(_named.Where((_, cell) => cells[cell] != isOther));
            parts.Add(isOther ? $"!({listed}.contains({Fact}))" : $"{listed}.contains({Fact})");
        }

        foreach (var (ancestor, variable) in _below)
        {
            if (cube.CellsOf(variable) is { } below)
            {
                parts.Add(below[1] ? $"{Fact} in {ancestor}" : $"!({Fact} in {ancestor})");
            }
        }

        return parts.Count == 0 ? null : Guarded(Fact, string.Join(" && ", parts));
    }

    private string OtherId() => choices.IsDefault
        ? FreshText.Candidates.First(id => !_noted.ContainsKey(id))
        : choices.First(id => !_noted.ContainsKey(id));
}
