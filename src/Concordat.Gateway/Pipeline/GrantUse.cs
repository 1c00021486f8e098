using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Pipeline;

/// <summary>A grant that let an action through.</summary>
internal sealed record GrantUse(CaseId Id, CaseType Type, HeldAction Action)
{
    /// <summary>When it was used up, as the store has it.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether an entry of the ledger names its case.</summary>
    public bool IsRecorded { get; set; }
}
