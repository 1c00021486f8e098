using Concordat.Agreements;
using Concordat.Agreements.Rulings;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Watching;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Rulings;
using Concordat.Oversight.Signers;
using Microsoft.Extensions.Logging;
using System.Collections.Immutable;

namespace Concordat.Gateway.Rulings;

/// <summary>
/// Keeps the standing rulings current: looks twice a second for documents that came, on any node, for dates that have passed, and for keys that
/// were revoked. Each ruling is verified and proven again here, and is in the ledger before it counts. Whatever is wrong, rulings only fall away:
/// what they let pass is held again.
/// </summary>
internal sealed partial class RulingWatch(OversightStores stores, Recorder recorder, TimeProvider time, ILogger logger)
    : DocumentWatch(time, Interval)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly IDocumentStore _store = stores.Rulings;
    private readonly ILogger _logger = logger;
    private volatile RulingsInForce _current = RulingsInForce.None;
    private Agreement? _agreement; // this and what follows is used in a turn
    private RulingBook? _book;
    private int _revoked;

    /// <summary>What is decided now goes by these.</summary>
    public RulingsInForce Current => IsFresh ? _current : RulingsInForce.None;

    /// <summary>Every ruling and revocation that was taken, as of the last look; null before a configuration is in force.</summary>
    public RulingBook? Book => Volatile.Read(ref _book);

    /// <summary>Prepares to go by the rulings beside another configuration or agreement.</summary>
    public ValueTask<PreparedChange> PrepareAsync(GatewayModel model, bool isStart, CancellationToken cancellation) => PrepareAsync(
        async stop => await ReadAsync(
            model.Agreement,
            RulingBook.Of(RulingSigners.Terms(model.Config, model.Agreement), await _store.ListAsync(0, stop).ConfigureAwait(false)),
            [], isStart ? "start" : "reload", stop).ConfigureAwait(false),
        cancellation);

    /// <summary>The rulings that would stand beside another agreement or configuration; nothing changes.</summary>
    public async ValueTask<RulingsInForce> PreviewAsync(GatewayModel model, CancellationToken cancellation)
    {
        var book = RulingBook.Of(RulingSigners.Terms(model.Config, model.Agreement), await _store.ListAsync(0, cancellation).ConfigureAwait(false));
        return book.Stored.IsEmpty
            ? RulingsInForce.None
            : InForce(model.Agreement, book, await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false), Time.GetUtcNow(), cancellation);
    }

    /// <summary>The rulings that would stand with one more document, proven as they would be; nothing changes.</summary>
    public RulingsInForce Preview(GatewayModel model, RulingDocument document, IReadOnlyList<RevokedSigner> revoked, CancellationToken cancellation)
    {
        var (book, now) = (Book!, Time.GetUtcNow());
        var next = RulingBook.Of(book.Terms, [.. book.Stored, new StoredDocument(book.Stored.Length + 1, document.Id, document.Envelope.ToJson(), now)]);
        return InForce(model.Agreement, next, revoked, now, cancellation);
    }

    protected override async ValueTask LookAsync(CancellationToken cancellation)
    {
        var book = _book!;
        var count = await _store.CountAsync(cancellation).ConfigureAwait(false);
        var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
        if (count != book.Stored.Length)
        {
            var next = RulingBook.Of(book.Terms, await _store.ListAsync(0, cancellation).ConfigureAwait(false));
            var known = book.Stored.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
            await SwitchAsync(next, [.. next.Documents.Where(document => !known.Contains(document.Id))], "document", cancellation).ConfigureAwait(false);
        }
        else if (_current.Changes <= Time.GetUtcNow() || revoked.Count != _revoked || (_current == RulingsInForce.None && count > 0))
        {
            await SwitchAsync(book, [], "date", cancellation).ConfigureAwait(false);
        }
    }

    protected override void Failed(Exception fault)
    {
        // Nobody knows what was revoked meanwhile, or it cannot be recorded: nothing stands until that is known.
        _current = RulingsInForce.None;
        if (fault is not (OversightUnavailableException or LedgerUnavailableException))
        {
            LogFault(fault.Message);
        }
    }

    private async ValueTask SwitchAsync(RulingBook book, ImmutableArray<RulingDocument> added, string reason, CancellationToken cancellation)
    {
        var change = await ReadAsync(_agreement!, book, added, reason, cancellation).ConfigureAwait(false);
        await change.ApplyAsync(recorder, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<WatchChange> ReadAsync(
        Agreement agreement, RulingBook book, ImmutableArray<RulingDocument> added, string reason, CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
        var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
        var next = book.Stored.IsEmpty ? RulingsInForce.None : InForce(agreement, book, revoked, now, cancellation);
        var isSaid = !book.Stored.IsEmpty && (!added.IsEmpty || reason is not "date" || !next.Ids.SequenceEqual(_current.Ids, StringComparer.Ordinal));
        return new WatchChange(
            isSaid ? [RulingsEntry.Write(book, next, added, reason, now)] : [],
            () => (_agreement, _book, _revoked, _current) = (agreement, book, revoked.Count, next))
        {
            Tell = () =>
            {
                foreach (var document in added)
                {
                    LogTaken(document.Act, document.Id, next.Ids.Length);
                }
            },
        };
    }

    /// <summary>The rulings that stand, each of which is proven beside those taken before it.</summary>
    private RulingsInForce InForce(Agreement agreement, RulingBook book, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset now, CancellationToken cancellation)
    {
        var standing = book.Standing(agreement, revoked, now);
        ImmutableArray<StandingRuling> proven = [.. standing.Select(document => RulingCondition.Of(document.Ruling!))];
        if (!proven.IsEmpty && !RulingProver.Prove(agreement, proven, cancellation).IsProven)
        {
            var one = ImmutableArray<StandingRuling>.Empty;
            foreach (var ruling in proven)
            {
                if (RulingProver.Prove(agreement, one.Add(ruling), cancellation) is { IsProven: false } proof)
                {
                    LogUnproven(ruling.Id, proof.Because ?? "");
                }
                else
                {
                    one = one.Add(ruling);
                }
            }

            proven = one;
        }

        var changes = standing.Select(document => (DateTimeOffset?)document.Ruling!.Expires).Min();
        return new RulingsInForce(agreement, proven, changes, Time);
    }

    [LoggerMessage(LogLevel.Warning, "ruling taken: {Act} `{Id}`; {InForce} rulings are in force")]
    private partial void LogTaken(string act, string id, int inForce);

    [LoggerMessage(LogLevel.Error, "ruling `{Id}` is not in force: {Because}")]
    private partial void LogUnproven(string id, string because);

    [LoggerMessage(LogLevel.Error, "no ruling is in force: they cannot be known: {Fault}")]
    private partial void LogFault(string fault);
}
