using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Formulas;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>True or false; also whether an optional fact is present and whether an entity exists.</summary>
internal sealed class BoolDomain(Fact fact, string whenTrue, string whenFalse) : FactDomain(fact)
{
    private int _variable;

    public override IEnumerable<int> Variables => [_variable];

    public static BoolDomain OfValue(Fact fact) => new(fact, fact.ShortPath, "!" + fact.ShortPath);

    public static BoolDomain OfPresence(Fact fact) => fact.Holder is null
        ? new(fact, fact.ShortPath + " exists", fact.ShortPath + " does not exist")
        : new(fact, fact.ShortPath + " is present", fact.ShortPath + " is absent");

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

    public override string? Describe(Cube cube) => cube.CellsOf(_variable) is not { } cells ? null : cells[1] ? whenTrue : whenFalse;
}
