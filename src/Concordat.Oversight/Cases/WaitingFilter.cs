using System.Collections.Immutable;

namespace Concordat.Oversight.Cases;

/// <summary>Which open cases wait for one person.</summary>
/// <param name="Types">What the person may decide on.</param>
/// <param name="ExceptUseCases">Use cases that the person asks for, and therefore never decides on.</param>
/// <param name="NotSignedBy">Id of the person: what they have signed waits for somebody else.</param>
public sealed record WaitingFilter(ImmutableArray<CaseType> Types, ImmutableArray<string> ExceptUseCases, string NotSignedBy)
{
    /// <summary>Clauses with seats that the person has: a case that one of them holds waits for the person whatever its type, which is that of its gravest clause.</summary>
    public ImmutableArray<string> Clauses { get; init; } = [];
}
