using System.Collections.Immutable;
using Concordat.Agreements.Proving;

namespace Concordat.Agreements.Rulings;

/// <summary>What was proved about an agreement together with standing rulings.</summary>
/// <param name="RedLines">Each red line, in the order of the agreement.</param>
/// <param name="Fault">Why nothing could be proved; null where it was.</param>
public sealed record RulingProof(ImmutableArray<RedLineProof> RedLines, string? Fault)
{
    /// <summary>Whether no red line opens, but for those that a ruling names as opened, within its bounds.</summary>
    public bool IsProven => Fault is null && RedLines.All(line => line.Holds);

    /// <summary>The first thing that stands against it, in words; null where it is proven.</summary>
    public string? Because => Fault ?? (RedLines.FirstOrDefault(line => !line.Holds) is { } open
        ? open.Problem?.Message ?? $"it would open red line `{open.Clause.Id}` ({open.Clause.Title})"
        : null);
}
