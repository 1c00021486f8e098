namespace Concordat.Ledger.Verification;

/// <summary>The first thing found wrong with a log.</summary>
/// <param name="Code">Stable code, such as <c>ledger_entry</c>.</param>
/// <param name="File">File below the log's directory or URL.</param>
/// <param name="Offset">Byte offset in the file, where one is known.</param>
/// <param name="Index">The entry concerned, where one is known.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record LedgerFault(string Code, string File, long? Offset, EntryIndex? Index, string Message)
{
    public override string ToString() => Offset is null ? $"{File}: {Message}" : $"{File}: offset {Offset}: {Message}";
}
