namespace Concordat.Oversight.Reports;

/// <summary>What became of a report.</summary>
public enum ReportState
{
    /// <summary>It waits for a reviewer.</summary>
    Open,

    /// <summary>A reviewer agrees: the verdict was a false positive.</summary>
    Upheld,

    /// <summary>A reviewer finds the verdict right.</summary>
    Dismissed,
}
