using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>What is asked about one fact.</summary>
internal abstract record FactTest
{
    /// <summary>The fact can be reached; true or an error.</summary>
    public sealed record Reached : FactTest;

    /// <summary>The optional fact is there, where what holds it can be reached.</summary>
    public sealed record Present : FactTest;

    /// <summary>The boolean is true.</summary>
    public sealed record Holds : FactTest;

    /// <summary>The number lies between two numbers, both included.</summary>
    public sealed record Between(long Low, long High) : FactTest;

    /// <summary>The text or entity is this one.</summary>
    public sealed record Is(CedarValue Value) : FactTest;

    /// <summary>The text fits a pattern with at least one wildcard.</summary>
    public sealed record Like(CedarPattern Pattern) : FactTest;

    /// <summary>The set has this element.</summary>
    public sealed record Contains(CedarValue Element) : FactTest;

    /// <summary>Every element of the set is one of these.</summary>
    public sealed record Within(ImmutableArray<CedarValue> Elements) : FactTest;

    /// <summary>The entity stands below that one.</summary>
    public sealed record Below(EntityUid Ancestor) : FactTest;
}
