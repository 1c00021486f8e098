using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Formulas;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>A text: one of those that policies name, or another, and for another which patterns it fits.</summary>
/// <remarks>
/// Patterns of another text are variables of their own, although not all combinations exist. Which do is found out when one is needed:
/// <see cref="Choose"/> then reports the combination as a conflict.
/// </remarks>
internal sealed class TextDomain(Fact fact) : FactDomain(fact)
{
    private readonly SortedSet<string> _noted = new(StringComparer.Ordinal);
    private readonly Dictionary<CedarPattern, int> _patterns = [];
    private PatternSolver? _solver;
    private string[] _named = [];
    private int _variable;

    public override IEnumerable<int> Variables => [_variable, .. _patterns.Values];

    public override void Note(FactTest test)
    {
        switch (test)
        {
            case FactTest.Is one:
                _noted.Add(one.Value.AsString);
                break;
            case FactTest.Like like:
                _patterns.TryAdd(like.Pattern, 0);
                break;
        }
    }

    public override void Allocate(Diagram diagram)
    {
        _named = [.. _noted];
        _variable = diagram.AddVariable(_named.Length + 1);
        foreach (var pattern in _patterns.Keys.ToArray())
        {
            _patterns[pattern] = diagram.AddVariable(2);
        }

        _solver = new PatternSolver(diagram.Budget, _named);
    }

    public override int Build(Diagram diagram, FactTest test)
    {
        switch (test)
        {
            case FactTest.Is one:
                return diagram.Test(_variable, cell => cell < _named.Length && string.Equals(_named[cell], one.Value.AsString, StringComparison.Ordinal));
            case FactTest.Like like:
                var other = diagram.Test(_patterns[like.Pattern], cell => cell == 1);
                return diagram.Split(_variable, [.. _named.Select(text => like.Pattern.Matches(text) ? Logic.True : Logic.False), other]);
            default:
                throw Unknown(test);
        }
    }

    public override CedarValue Choose(Cube path, out Cube? conflict)
    {
        conflict = null;
        var asked = _patterns.Where(pair => path.CellsOf(pair.Value) is not null).ToArray();
        if (path.CellsOf(_variable) is { } cells && Array.IndexOf(cells, value: true) is var cell && cell < _named.Length)
        {
            return CedarValue.FromString(_named[cell]);
        }

        var fits = asked.Where(pair => path.Allows(pair.Value, 1)).Select(pair => pair.Key).ToArray();
        var misses = asked.Where(pair => path.Allows(pair.Value, 0)).Select(pair => pair.Key).ToArray();
        if (_solver!.Find(fits, misses, out var blamedFits, out var blamedMisses) is { } text)
        {
            return CedarValue.FromString(text);
        }

        conflict = new Cube();
        conflict.Set(_variable, [.. Enumerable.Range(0, _named.Length + 1).Select(i => i == _named.Length)]);
        foreach (var pattern in blamedFits)
        {
            conflict.Set(_patterns[pattern], [false, true]);
        }

        foreach (var pattern in blamedMisses)
        {
            conflict.Set(_patterns[pattern], [true, false]);
        }

        return default;
    }

    public override IEnumerable<int> Preferred(int variable) => variable == _variable ? Enumerable.Range(0, _named.Length + 1) : [0, 1];

    public override string? Describe(Cube cube)
    {
        if (Split(cube) is not { } said)
        {
            return null;
        }

        var listed = said.Listed is [var one] ? $"{Fact.ShortPath} == {CedarText.Quote(one)}" : $"{Fact.ShortPath} in {Quoted(said.Listed)}";
        if (!said.HasOthers)
        {
            return listed;
        }

        string[] except = said.Excepted switch
        {
            [] => [],
            [var no] => [$"{Fact.ShortPath} != {CedarText.Quote(no)}"],
            _ => [$"{Fact.ShortPath} not in {Quoted(said.Excepted)}"],
        };
        var others = string.Join(" and ", [
            .. except,
            .. said.Fits.Select(pattern => $"{Fact.ShortPath} like {pattern}"),
            .. said.Misses.Select(pattern => $"{Fact.ShortPath} not like {pattern}")]);
        return said.Listed.Length == 0 ? others : $"({listed} or {others})";
    }

    public override string? ToCedar(Cube cube)
    {
        if (Split(cube) is not { } said)
        {
            return null;
        }

        var listed = $"{Quoted(said.Listed)}.contains({Fact})";
        var others = string.Join(" && ", [
            .. said.Excepted.Select(text => $"{Fact} != {CedarText.Quote(text)}"),
            .. said.Fits.Select(pattern => $"{Fact} like {pattern}"),
            .. said.Misses.Select(pattern => $"!({Fact} like {pattern})")]);
        return Guarded(Fact, !said.HasOthers ? listed : said.Listed.Length == 0 ? others : $"({listed} || ({others}))");
    }

    // The patterns of a cube speak of other texts only: named ones inside against them are listed, named ones outside against them excepted.
    private (string[] Listed, string[] Excepted, CedarPattern[] Fits, CedarPattern[] Misses, bool HasOthers)? Split(Cube cube)
    {
        var cells = cube.CellsOf(_variable) ?? [.. Enumerable.Repeat(element: true, _named.Length + 1)];
        var inside = _named.Where((_, cell) => cells[cell]).ToArray();
        if (!cells[^1])
        {
            return (inside, [], [], [], HasOthers: false);
        }

        var fits = _patterns.Where(pair => cube.CellsOf(pair.Value) is [false, true]).Select(pair => pair.Key).ToArray();
        var misses = _patterns.Where(pair => cube.CellsOf(pair.Value) is [true, false]).Select(pair => pair.Key).ToArray();
        bool Agrees(string text) => fits.All(pattern => pattern.Matches(text)) && !misses.Any(pattern => pattern.Matches(text));
        var excepted = _named.Where((text, cell) => !cells[cell] && Agrees(text)).ToArray();
        return fits.Length + misses.Length + excepted.Length == 0
            ? null
            : (inside.Where(text => !Agrees(text)).ToArray(), excepted, fits, misses, HasOthers: true);
    }

    private static string Quoted(IEnumerable<string> texts) => List(texts.Select(CedarValue.FromString));
}
