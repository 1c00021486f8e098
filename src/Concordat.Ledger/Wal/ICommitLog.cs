namespace Concordat.Ledger.Wal;

/// <summary>Where entries are durable before they are tiles: write-ahead files of this node, or rows of a database.</summary>
/// <remarks>
/// A write that returns is kept, whatever happens next. A write that throws has added nothing: its records do not come back while this
/// writer goes on. What was written is read back in order until a checkpoint covers it, also by the next opening. <see cref="MakeRoom"/>
/// and <see cref="Write"/> are called by one flushing thread at a time; the reader, <see cref="Covered"/> and <see cref="Tend"/> by the
/// integrating thread; <see cref="Start"/> before both and <see cref="Close"/> after both.
/// </remarks>
internal interface ICommitLog : IDisposable
{
    /// <summary>Number of entries that are durable. For any thread.</summary>
    long DurableSize { get; }

    /// <summary>Bytes of records that no checkpoint covers. For any thread.</summary>
    long UnintegratedBytes { get; }

    /// <summary>Whether a write is so quick that the thread of a request may wait for it.</summary>
    bool IsQuick { get; }

    /// <summary>What ends a failure to write, in words.</summary>
    string Remedy { get; }

    /// <summary>Makes ready for the first write, after what was found has become tiles.</summary>
    /// <param name="checkpoint">The checkpoint that covers all that is durable.</param>
    void Start(CoveringCheckpoint checkpoint);

    /// <summary>Returns how many bytes the next write may have; at least a record of this size.</summary>
    long MakeRoom(int recordBytes);

    /// <summary>Makes sealed records durable; they fit the room that <see cref="MakeRoom"/> returned.</summary>
    void Write(ReadOnlySpan<byte> records, int count);

    /// <summary>A reader over what is durable, for the integrating thread.</summary>
    ICommitReader OpenReader();

    /// <summary>Lets go of what a published checkpoint covers.</summary>
    void Covered(CoveringCheckpoint checkpoint);

    /// <summary>Does what is better done before it is needed, between two rounds.</summary>
    void Tend();

    /// <summary>Ends, with nothing left behind that a checkpoint covers.</summary>
    void Close(CoveringCheckpoint checkpoint);
}
