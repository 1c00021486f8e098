namespace Concordat.Gateway.Watching;

/// <summary>A change of what a watch keeps in force: what is read and proven, and not yet in force.</summary>
/// <param name="RecordAsync">Writes it to the ledger; it can fail, and then nothing has changed.</param>
/// <param name="Commit">Puts it in force; it cannot fail.</param>
internal sealed record WatchChange(Func<CancellationToken, ValueTask> RecordAsync, Action Commit)
{
    public static WatchChange None { get; } = new(static _ => ValueTask.CompletedTask, static () => { });

    /// <summary>Records it and puts it in force.</summary>
    public async ValueTask ApplyAsync(CancellationToken cancellation)
    {
        await RecordAsync(cancellation).ConfigureAwait(false);
        Commit();
    }
}
