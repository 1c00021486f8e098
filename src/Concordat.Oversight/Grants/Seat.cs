using System.Collections.Immutable;

namespace Concordat.Oversight.Grants;

/// <summary>One signature that a quorum needs: somebody of a party, in one of the roles.</summary>
public sealed record Seat(string Party, ImmutableArray<string> Roles)
{
    public bool Fits(string party, string role) =>
        Party.Equals(party, StringComparison.Ordinal) && Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>As people read it: <c>commander or official of department</c>.</summary>
    public override string ToString() => $"{string.Join(" or ", Roles)} of {Party}";
}
