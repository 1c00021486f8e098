namespace Concordat.Oversight.Notices;

/// <summary>What may become of a case besides a new state.</summary>
public static class CaseEventKinds
{
    public const string Opened = "opened";

    public const string Assigned = "assigned";

    /// <summary>A share of its time is over, and nobody has decided.</summary>
    public const string Escalated = "escalated";
}
