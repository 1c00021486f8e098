namespace Concordat.Ledger.Verification;

/// <summary>The first thing found wrong with a log.</summary>
/// <param name="Code">Stable code, such as <c>ledger_entry</c>.</param>
/// <param name="File">File below the log's directory or URL.</param>
/// <param name="Offset">Byte offset in the file, where one is known.</param>
/// <param name="Index">The entry concerned, where one is known.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record LedgerFault(string Code, string File, long? Offset, EntryIndex? Index, string Message)
{
    /// <summary>What to do about a damaged file.</summary>
    public string Remedy => Code switch
    {
        "ledger_wal" => $"stop the gateway and restore the file from a copy taken now or later than entry {Index}; without one, the entries from there on that no checkpoint covers are lost, and both parties must know",
        "ledger_unreadable" => "the disk does not give the file back: replace the disk and restore the log from a copy",
        "ledger_checkpoint" or "ledger_root" => "restore the newest checkpoint from a witness or a copy; an older one would take entries back",
        "ledger_rollback" or "ledger_fork" => "keep everything as it is and run `concordat ledger verify --continues FILE --evidence FILE`: the log contradicts what it signed",
        _ => "restore the file from a copy of the log: a backup, a mirror, or the other party's",
    };

    public override string ToString() => Offset is null ? $"{File}: {Message}" : $"{File}: offset {Offset}: {Message}";
}
