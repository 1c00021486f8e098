namespace Concordat.Commands;

/// <summary>The first thing found wrong with a ledger, and where.</summary>
internal sealed record LedgerFaultReport(string Code, string File, long? Offset, long? Index, string Message);
