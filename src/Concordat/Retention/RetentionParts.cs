using Concordat.Gateway.Configuration;
using Concordat.Gateway.Recording;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Ledger.Contents;
using Concordat.Ledger.Retention;
using Concordat.Oversight;

namespace Concordat.Retention;

/// <summary>The salts, the content store and the desk over an open ledger, for a serving process and for single commands.</summary>
internal sealed partial class RetentionParts : IAsyncDisposable
{
    private readonly ContentStore? _contents;
    private readonly ContentWriter? _writer;
    private readonly ILogger _logger;

    private RetentionParts(ConcordatConfig config, LedgerWriter ledger, OversightStores stores, ContentStore? contents, TimeProvider time, ILogger logger)
    {
        _logger = logger;
        Salts = new SaltStore(DataFolder.Salts(config));
        _contents = contents;
        if (contents is not null)
        {
            _writer = new ContentWriter(contents, new ContentWriterOptions { MaxStoreBytes = config.Content!.MaxMegabytes * 1024L * 1024, Lost = LostAsync }, time);
            Keeper = new ContentKeeper(contents, _writer, config.Content.For, LostAsync, ShredAsync);
        }

        Desk = new RetentionDesk(ledger, stores, Salts, contents, _writer, config.Retention, time, stop => OrderLimits.ReadAsync(config, stores, time.GetUtcNow(), stop));
    }

    public SaltStore Salts { get; }

    public RetentionDesk Desk { get; }

    /// <summary>Keeps bodies; null where none are kept.</summary>
    public ContentKeeper? Keeper { get; }

    /// <exception cref="FormatException">The key of the content store cannot be read.</exception>
    public static RetentionParts Open(
        ConcordatConfig config, LedgerWriter ledger, OversightStores stores, Func<string, string?> environment, TimeProvider time, ILogger logger)
    {
        var contents = config.Content is { } content
            ? new ContentStore(DataFolder.Content(config), ContentKeyFile.Read(content.Key, "content.key", environment))
            : null;
        return new RetentionParts(config, ledger, stores, contents, time, logger);
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        _contents?.Dispose();
        Desk.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Answer}")]
    private static partial void LogShredded(ILogger logger, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the content of entry {Entry} stays until its time comes: {Reason}")]
    private static partial void LogStays(ILogger logger, long entry, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the content of {Count} entries, from {Entry} on, could not be kept: {Reason}")]
    private static partial void LogLost(ILogger logger, int count, long entry, string reason);

    private async Task ShredAsync(EntryIndex entry, string because, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await Desk.RunAsync(new RetentionAct { Name = RetentionAct.Shred, Entry = entry.Value, Because = because, By = "gateway" }, cancellationToken);
            LogShredded(_logger, answer.Text);
        }
        catch (Exception e) when (e is LedgerUnavailableException or ObjectDisposedException)
        {
            LogStays(_logger, entry.Value, e.Message); // nothing is destroyed that the ledger does not tell of
        }
    }

    /// <summary>Records that contents could not be kept; false while the ledger takes no entries.</summary>
    private async Task<bool> LostAsync(IReadOnlyList<EntryIndex> entries, string reason)
    {
        LogLost(_logger, entries.Count, entries[0].Value, reason);
        try
        {
            await Desk.Ledger.RecordAsync("content", new RetentionCause(reason, "gateway"), json =>
            {
                json.WriteString("act"u8, "unstored"u8);
                json.WriteNumber("count"u8, entries.Count);
                json.WriteStartArray("entries"u8);
                foreach (var entry in entries)
                {
                    json.WriteNumberValue(entry.Value);
                }

                json.WriteEndArray();
            }, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is LedgerUnavailableException or ObjectDisposedException)
        {
            return false;
        }
    }
}
