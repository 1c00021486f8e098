using System.Collections.Immutable;

namespace Concordat.Cedar;

/// <summary>Decision, the policies that decided it, and the policies that could not be evaluated.</summary>
/// <param name="Decision">Allow or deny.</param>
/// <param name="Reasons">Ids of the deciding policies, in text order; empty when denied by default or only because of errors.</param>
/// <param name="Errors">Policies that could not be evaluated.</param>
public sealed record AuthorizationAnswer(Decision Decision, ImmutableArray<string> Reasons, ImmutableArray<PolicyError> Errors)
{
    /// <summary>Whether it would be an allow but for the errors; only under <see cref="AuthorizationMode.RequireNoErrors"/>.</summary>
    public bool IsDeniedForErrors { get; init; }
}
