namespace Concordat.Console.Data;

/// <summary>The decisions that the gateway has just recorded, from a bounded ring in memory; the ledger holds all of them.</summary>
/// <remarks>Implemented by the gateway. Thread-safe.</remarks>
public interface IDecisionFeed
{
    /// <summary>How often each verdict was given since the process started.</summary>
    VerdictCounts Counts { get; }

    /// <summary>The latest decisions, newest first.</summary>
    IReadOnlyList<DecisionView> Latest(int most);
}
