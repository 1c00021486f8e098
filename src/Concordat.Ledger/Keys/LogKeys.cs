using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Keys;

/// <summary>
/// The keys of a log in their order, from one that is known, as its entries hand over from each to the next; and up to which size each
/// key's signature counts. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// A checkpoint counts when the key in force at its size signed it. A change at index <c>i</c> binds checkpoints of more than <c>i</c>
/// entries: they cover it. Who knows only the first key thus trusts the last one, by the chain of signatures between them.
/// </remarks>
internal sealed class LogKeys
{
    private readonly List<(NoteVerifier Key, long Above)> _keys;
    private readonly List<(NoteVerifier Key, long From)> _stolen = [];
    private long _read = -1;

    public LogKeys(NoteVerifier first) => _keys = [(first, -1)];

    /// <summary>The key in force after all entries that were read.</summary>
    public NoteVerifier Current => _keys[^1].Key;

    /// <summary>Number of keys known.</summary>
    public int Count => _keys.Count;

    /// <summary>Keys that were declared stolen, each with the number of entries up to which checkpoints count by its signature.</summary>
    public IReadOnlyList<(NoteVerifier Key, long From)> Stolen => _stolen;

    /// <summary>Reads an entry, in the order of the log; all but those about keys are passed over. An entry that was read before is passed over too.</summary>
    /// <returns>Whether the entry told something about keys.</returns>
    /// <exception cref="FormatException">The entry would change something, but is not rightly signed, or by a key that is no longer in force.</exception>
    public bool Read(long index, ReadOnlySpan<byte> entry)
    {
        if (index <= _read || !KeyEntry.MayBe(entry))
        {
            return false;
        }

        var known = LogKeyChange.Read(entry) is { } change ? Change(index, change) : KeyRevocation.Read(entry) is { } revocation && Revoke(revocation);
        _read = known ? index : _read;
        return known;
    }

    /// <summary>Opens a checkpoint that the key in force at its size must have signed.</summary>
    /// <exception cref="FormatException">Malformed, of another log, signed by another key, or by one that no longer counts.</exception>
    public Checkpoint Open(ReadOnlySpan<byte> note) => Open(SignedNote.Parse(note));

    /// <inheritdoc cref="Open(ReadOnlySpan{byte})"/>
    public Checkpoint Open(SignedNote signed)
    {
        var size = Checkpoint.TryRead(signed.TextBytes)?.Size ?? 0;
        var (key, _) = _keys.FindLast(k => size > k.Above);
        var checkpoint = Checkpoint.Open(signed, key);
        return Counts(key, size)
            ? checkpoint
            : throw new FormatException($"the checkpoint of {size} entries is not proven by its key: `{key}` was declared stolen from entry {FromOf(key)} on");
    }

    /// <summary>Whether a key's signature counts on a checkpoint of this size.</summary>
    public bool Counts(NoteVerifier key, long size) => size <= FromOf(key);

    /// <summary>Why a witness's cosignature is not there or does not count; null when it does.</summary>
    /// <exception cref="FormatException">This machine cannot check the witness's algorithm.</exception>
    public string? CosignatureFault(SignedNote note, NoteVerifier witness, long size)
    {
        if (!note.IsSignedBy(witness))
        {
            return $"the checkpoint is not cosigned by `{witness.Name}`";
        }

        return Counts(witness, size) ? null : $"the checkpoint of {size} entries is cosigned with `{witness}`, which was declared stolen from entry {FromOf(witness)} on";
    }

    /// <summary>Whether any key known has signed the note.</summary>
    public bool HaveSigned(SignedNote note) => _keys.Exists(k => note.IsSignedBy(k.Key));

    /// <summary>Whether a signature line of the note is under a known key, be it right or wrong.</summary>
    public bool AreNamed(SignedNote note) => _keys.Exists(k => note.Names(k.Key));

    private static bool Same(NoteVerifier a, NoteVerifier b) => string.Equals(a.Name, b.Name, StringComparison.Ordinal) && a.Type == b.Type && a.HasKeyOf(b);

    private bool IsKnown(NoteVerifier key) => _keys.Exists(k => Same(k.Key, key));

    private long FromOf(NoteVerifier key) => _stolen.Find(s => Same(s.Key, key)) is (not null, var from) ? from : long.MaxValue;

    // What keys say that are not known is what happened before the first known one, or somebody's own doing: it gives nothing.
    private bool Change(long index, LogKeyChange change)
    {
        if (!IsKnown(change.Old))
        {
            return false;
        }

        if (!Same(change.Old, Current) || !string.Equals(change.New.Name, Current.Name, StringComparison.Ordinal))
        {
            throw new FormatException($"the entry hands the log over from `{change.Old}`, but the key in force is `{Current}`");
        }

        if (IsKnown(change.New))
        {
            throw new FormatException($"the entry hands the log back to `{change.New}`, which it had before");
        }

        if (change.CompromisedFrom is { } from)
        {
            Steal(change.Old, from);
        }

        _keys.Add((change.New, index));
        return true;
    }

    private bool Revoke(KeyRevocation revocation)
    {
        if (!IsKnown(revocation.By))
        {
            return false;
        }

        if (!Same(revocation.By, Current) || Same(revocation.Revoked, Current))
        {
            throw new FormatException($"the entry revokes `{revocation.Revoked}` by `{revocation.By}`, but the key in force is `{Current}`, which revokes others and is handed over itself");
        }

        Steal(revocation.Revoked, revocation.CompromisedFrom);
        return true;
    }

    // Said twice, the earlier one holds: what was once taken back does not come to count again.
    private void Steal(NoteVerifier key, long from)
    {
        from = Math.Min(from, FromOf(key));
        _stolen.RemoveAll(s => Same(s.Key, key));
        _stolen.Add((key, from));
    }
}
