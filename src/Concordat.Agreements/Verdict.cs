using System.Collections.Immutable;

namespace Concordat.Agreements;

/// <summary>What the agreement decides, and every clause that decided it, in the order of the agreement.</summary>
/// <param name="Kind">Permit, hold or refuse.</param>
/// <param name="Clauses">All clauses that fired; empty for a permit.</param>
/// <param name="Remedy">What follows; none for a permit.</param>
public sealed record Verdict(VerdictKind Kind, ImmutableArray<DecidingClause> Clauses, Remedy? Remedy)
{
    /// <summary>The verdict when no clause stands against it; one instance for all.</summary>
    public static Verdict Permit { get; } = new(VerdictKind.Permit, [], null);
}
