namespace Concordat.Ledger.Contents;

/// <summary>Bounds of a <see cref="ContentWriter"/>, and who is told of failures.</summary>
public sealed record ContentWriterOptions
{
    /// <summary>Most encrypted bytes that wait for the disk.</summary>
    public int MaxPendingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most bytes that the store may have on disk.</summary>
    public long MaxStoreBytes { get; init; } = long.MaxValue;

    /// <summary>How long a request waits for room.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told which entries' contents were lost, and why; false when it could not take note, and wants to be told again.</summary>
    public required Func<IReadOnlyList<EntryIndex>, string, Task<bool>> Lost { get; init; }
}
