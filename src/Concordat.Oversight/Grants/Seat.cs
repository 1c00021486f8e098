using System.Collections.Immutable;

namespace Concordat.Oversight.Grants;

/// <summary>One signature that a quorum needs: somebody of a party, in one of the roles.</summary>
public sealed record Seat(string Party, ImmutableArray<string> Roles)
{
    /// <summary>Ids of the clauses that the seat is for, where clauses with other seats hold the act too; empty where all seats are for all clauses.</summary>
    public ImmutableArray<string> Clauses { get; init; } = [];

    public bool Fits(string party, string role) =>
        Party.Equals(party, StringComparison.Ordinal) && Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>As people read it: <c>commander or official of department</c>, and for which clauses where that is not all of them.</summary>
    public override string ToString() =>
        $"{string.Join(" or ", Roles)} of {Party}{(Clauses.IsEmpty ? "" : $" (clause {string.Join(", ", Clauses)})")}";
}
