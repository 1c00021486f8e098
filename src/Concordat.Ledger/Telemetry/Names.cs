namespace Concordat.Ledger.Telemetry;

/// <summary>Names that a ledger reports under.</summary>
public static class Names
{
    /// <summary>Name of the meter; add it to the exporter.</summary>
    public const string Meter = "Concordat.Ledger";

    internal const string FlushDuration = "concordat.ledger.flush.duration";
    internal const string FlushEntries = "concordat.ledger.flush.entries";
    internal const string CheckpointDuration = "concordat.ledger.checkpoint.duration";
    internal const string Failures = "concordat.ledger.failures";
    internal const string FailureKind = "concordat.ledger.failure";
}
