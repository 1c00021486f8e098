namespace Concordat.Oversight.Reports;

/// <summary>Why somebody holds a verdict to be wrong. There are no words of their own: a report carries no content.</summary>
public enum ReportReason
{
    /// <summary>They do not say.</summary>
    Unclear,

    /// <summary>The safeguards found something in the text that is not there.</summary>
    Misread,

    /// <summary>What was found is there, and should be permitted.</summary>
    Permitted,
}
