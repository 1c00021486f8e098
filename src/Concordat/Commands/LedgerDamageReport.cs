namespace Concordat.Commands;

/// <summary>One damaged file of a ledger, where, and what to do.</summary>
internal sealed record LedgerDamageReport(string Code, string File, long? Offset, long? Index, string Message, string Remedy);
