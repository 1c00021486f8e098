namespace Concordat.Ledger.Scrubbing;

/// <summary>How a scrub goes about it.</summary>
public sealed record LedgerScrubOptions
{
    /// <summary>Most bytes that are read a second, so that a serving disk is left to serve; null for as fast as it can.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Told the number of files read, once per file.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>The clock that <see cref="BytesPerSecond"/> is measured by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
