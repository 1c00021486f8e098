using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Formulas;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>The values of one fact, cut into as few cells as the tests of all policies tell apart.</summary>
/// <remarks>First every test is noted, then the variables are allocated, then tests are built.</remarks>
internal abstract class FactDomain(Fact fact)
{
    public Fact Fact => fact;

    public abstract void Note(FactTest test);

    public abstract void Allocate(Diagram diagram);

    /// <summary>The test as a function with the values 0 and 1, where the fact is reached.</summary>
    public abstract int Build(Diagram diagram, FactTest test);

    /// <summary>A value inside a path; where variables are left open, an unremarkable one.</summary>
    /// <param name="path">Cells that lead to one answer whichever is taken.</param>
    /// <param name="conflict">Where no value exists: cells of this fact that exclude each other.</param>
    public abstract CedarValue Choose(Cube path, out Cube? conflict);

    /// <summary>In which order the cells of a variable are tried when a witness is sought: the plainest first.</summary>
    public abstract IEnumerable<int> Preferred(int variable);

    /// <summary>What a cube says about the fact, in words; null when it says nothing.</summary>
    public abstract string? Describe(Cube cube);

    /// <summary>The same as a Cedar expression that never errs; null when the cube says nothing, or nothing that Cedar can say.</summary>
    public abstract string? ToCedar(Cube cube);

    /// <summary>What a cube says about the fact; null when it says nothing.</summary>
    public virtual RegionCondition? ToCondition(Cube cube) => Describe(cube) is { } text ? new RegionCondition(Fact.Path, text, ToCedar(cube)) : null;

    /// <summary>The variables, in order.</summary>
    public abstract IEnumerable<int> Variables { get; }

    /// <summary>An expression after the tests without which reading the fact could err.</summary>
    protected static string Guarded(Fact fact, string condition) => string.Join(" && ", [.. Guards(fact), condition]);

    protected static string List(IEnumerable<CedarValue> values) => "[" + string.Join(", ", values) + "]";

    protected InvalidOperationException Unknown(FactTest test) => new($"{test.GetType().Name} cannot be asked of {Fact.Path}");

    private static IEnumerable<string> Guards(Fact fact) => fact.Holder is not { } holder ? []
        : fact.IsRequired && !holder.IsRequestEntity ? Guards(holder)
        : [.. Guards(holder), fact.Presence];
}
