using Concordat.Gateway.Recording;

namespace Concordat.Gateway.Watching;

/// <summary>A change of what a watch keeps in force: what is read and proven, and not yet in force.</summary>
/// <param name="Entries">What the ledger says of it; it holds them before anything is in force.</param>
/// <param name="Commit">Puts it in force; it cannot fail, and waits for nothing.</param>
internal sealed record WatchChange(IReadOnlyList<ReadOnlyMemory<byte>> Entries, Action Commit)
{
    public static WatchChange None { get; } = new([], static () => { });

    /// <summary>Tells people of it, once it is in force.</summary>
    public Action Tell { get; init; } = static () => { };

    /// <summary>Records it, puts it in force, and tells of it.</summary>
    public async ValueTask ApplyAsync(Recorder recorder, CancellationToken cancellation)
    {
        await recorder.RecordAllAsync(Entries, cancellation).ConfigureAwait(false);
        Commit();
        Tell();
    }
}
