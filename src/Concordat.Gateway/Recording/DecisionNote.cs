using Concordat.Agreements;

namespace Concordat.Gateway.Recording;

/// <summary>One verdict as the console shows it: no content, and nothing that is not in the ledger.</summary>
/// <param name="Phase">What was decided on: <c>request</c> or <c>answer</c>.</param>
public sealed record DecisionNote(DateTimeOffset Time, string UseCase, string Phase, Verdict Verdict)
{
    /// <summary>Ledger index.</summary>
    public long Entry { get; init; }

    /// <summary>The case opened by a hold, or the one that released the action.</summary>
    public string? Case { get; init; }
}
