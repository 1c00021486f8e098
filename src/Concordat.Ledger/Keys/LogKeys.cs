using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Keys;

/// <summary>The keys of a log in their order, from one that is known, as its entries hand over from each to the next. Not safe for concurrent use.</summary>
/// <remarks>
/// A checkpoint counts when the key in force at its size signed it. A change at index <c>i</c> binds checkpoints of more than <c>i</c>
/// entries: they cover it. Who knows only the first key thus trusts the last one, by the chain of signatures between them.
/// </remarks>
internal sealed class LogKeys
{
    private readonly List<(NoteVerifier Key, long Above, long Compromised)> _keys;

    public LogKeys(NoteVerifier first) => _keys = [(first, -1, long.MaxValue)];

    /// <summary>The key in force after all entries that were read.</summary>
    public NoteVerifier Current => _keys[^1].Key;

    /// <summary>Number of keys known.</summary>
    public int Count => _keys.Count;

    /// <summary>Reads an entry, in the order of the log; all but changes of key are passed over. An entry that was read before is passed over too.</summary>
    /// <returns>Whether the key changed.</returns>
    /// <exception cref="FormatException">The entry would change the key, but is not rightly signed, or by a key that is no longer in force.</exception>
    public bool Read(long index, ReadOnlySpan<byte> entry)
    {
        // A change between keys that are not known is what happened before the first known one, or somebody's own: it gives nothing.
        if (index <= _keys[^1].Above || LogKeyChange.Read(entry) is not { } change || !_keys.Exists(k => Same(k.Key, change.Old)))
        {
            return false;
        }

        if (!Same(change.Old, Current) || !string.Equals(change.New.Name, Current.Name, StringComparison.Ordinal))
        {
            throw new FormatException($"the entry hands the log over from `{change.Old}`, but the key in force is `{Current}`");
        }

        if (_keys.Exists(k => Same(k.Key, change.New)))
        {
            throw new FormatException($"the entry hands the log back to `{change.New}`, which it had before");
        }

        _keys[^1] = _keys[^1] with { Compromised = change.CompromisedFrom ?? long.MaxValue };
        _keys.Add((change.New, index, long.MaxValue));
        return true;
    }

    /// <summary>Opens a checkpoint that the key in force at its size must have signed.</summary>
    /// <exception cref="FormatException">Malformed, of another log, signed by another key, or by one that no longer counts.</exception>
    public Checkpoint Open(ReadOnlySpan<byte> note)
    {
        var signed = SignedNote.Parse(note);
        var size = Checkpoint.TryRead(signed.TextBytes)?.Size ?? 0;
        var (key, _, compromised) = _keys.FindLast(k => size > k.Above);
        var checkpoint = Checkpoint.Open(signed, key);
        return size <= compromised
            ? checkpoint
            : throw new FormatException($"the checkpoint of {size} entries is signed with `{key}`, which was declared stolen from entry {compromised} on");
    }

    /// <summary>Whether any key known has signed the note.</summary>
    public bool HaveSigned(SignedNote note) => _keys.Exists(k => note.IsSignedBy(k.Key));

    /// <summary>Whether a signature line of the note is under a known key, be it right or wrong.</summary>
    public bool AreNamed(SignedNote note) => _keys.Exists(k => note.Names(k.Key));

    private static bool Same(NoteVerifier a, NoteVerifier b) => string.Equals(a.Name, b.Name, StringComparison.Ordinal) && a.Type == b.Type && a.HasKeyOf(b);
}
