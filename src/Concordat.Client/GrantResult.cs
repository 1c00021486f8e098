using System.Collections.Immutable;

namespace Concordat.Client;

/// <summary>Whether people granted exactly this call.</summary>
/// <param name="Fault">Why not; null when they did.</param>
/// <param name="Case">Id of the case.</param>
/// <param name="Nonce">Names this grant for good: carry out no nonce twice (<see cref="IGrantMemory"/>).</param>
/// <param name="Signers">Ids of the people whose signatures were found valid.</param>
public sealed record GrantResult(string? Fault, string? Case, string? Nonce, ImmutableArray<string> Signers)
{
    /// <summary>Until when the grant holds; null when it is not valid.</summary>
    public DateTimeOffset? Expires { get; init; }

    public bool IsValid => Fault is null;
}
