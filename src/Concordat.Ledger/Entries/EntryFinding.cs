namespace Concordat.Ledger.Entries;

/// <summary>Something wrong with what a whole log records: the bytes are as they were signed, but they should not be so.</summary>
/// <param name="Code">Stable code: <c>entry_form</c>, <c>entry_time</c>, <c>entry_pairing</c>, <c>entry_signer</c> or <c>entry_unanswered</c>.</param>
/// <param name="Index">The entry concerned.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record EntryFinding(string Code, EntryIndex Index, string Message)
{
    public override string ToString() => $"entry {Index}: {Message}";
}
