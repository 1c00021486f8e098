namespace Concordat.Commands;

/// <summary>Something wrong with what a whole ledger records.</summary>
internal sealed record LedgerFindingReport(string Code, long Index, string Message);
