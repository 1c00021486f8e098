using Concordat.Ledger.Retention;

namespace Concordat.Retention;

/// <summary>A legal hold as commands show it.</summary>
internal sealed record HoldReport(string Id, long First, long? Last, DateTimeOffset From, DateTimeOffset? To)
{
    public static HoldReport Of(LegalHold hold) => new(hold.Id, hold.First.Value, hold.Last?.Value, hold.From, hold.To);
}
