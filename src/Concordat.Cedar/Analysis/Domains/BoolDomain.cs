using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Formulas;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>True or false; also whether an optional fact is present and whether an entity exists.</summary>
internal sealed class BoolDomain : FactDomain
{
    private readonly (string True, string False) _words;
    private readonly (string? True, string? False) _cedar;
    private int _variable;

    private BoolDomain(Fact fact, (string True, string False) words, (string? True, string? False) cedar)
        : base(fact) => (_words, _cedar) = (words, cedar);

    public override IEnumerable<int> Variables => [_variable];

    public static BoolDomain OfValue(Fact fact) =>
        new(fact, (fact.ShortPath, "!" + fact.ShortPath), (Guarded(fact, fact.Path), Guarded(fact, "!" + fact.Path)));

    /// <summary>Whether an attribute is there, as far as what holds it is.</summary>
    public static BoolDomain OfPresence(Fact fact)
    {
        var present = Guarded(fact.Holder!, fact.Presence);
        return new(fact, (fact.ShortPath + " is present", fact.ShortPath + " is absent"), (present, $"!({present})"));
    }

    /// <summary>Whether principal or resource is among the entities; Cedar can tell only by an attribute that every such entity has.</summary>
    public static BoolDomain OfExistence(Fact fact, string? requiredAttribute)
    {
        var exists = requiredAttribute is null ? null : $"{fact.Path} has {CedarText.Quote(requiredAttribute)}";
        return new(fact, (fact.ShortPath + " exists", fact.ShortPath + " does not exist"), (exists, exists is null ? null : $"!({exists})"));
    }

    public override void Note(FactTest test)
    {
    }

    public override void Allocate(Diagram diagram) => _variable = diagram.AddVariable(2);

    public override int Build(Diagram diagram, FactTest test) => Build(diagram);

    public int Build(Diagram diagram) => diagram.Test(_variable, cell => cell == 1);

    public override CedarValue Choose(Cube path, out Cube? conflict)
    {
        conflict = null;
        return CedarValue.FromBool(path.CellsOf(_variable) is [_, true]);
    }

    public override IEnumerable<int> Preferred(int variable) => [0, 1];

    public override string? Describe(Cube cube) => cube.CellsOf(_variable) is not { } cells ? null : cells[1] ? _words.True : _words.False;

    public override string? ToCedar(Cube cube) => cube.CellsOf(_variable) is not { } cells ? null : cells[1] ? _cedar.True : _cedar.False;
}
