using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Watching;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Documents;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Certifying;

/// <summary>
/// Keeps the certificates current, and lets no amendment and no other safeguard pack take effect before certified suites were replayed under it: what turns needs the notice
/// that the agreement gives. Thread-safe.
/// </summary>
internal sealed partial class CertificateWatch(
    IDocumentStore store, CertificateSeal seal, SuiteFinder finder, Recorder recorder, TimeProvider time, ILogger logger)
    : DocumentWatch(time, Interval)
{
    /// <summary>Most notices that are recorded anew at a start.</summary>
    private const int MostPending = 16;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private volatile CertificateBook _book = CertificateBook.Empty; // changed in a turn
    private volatile CertificatesInForce _current = CertificatesInForce.None;
    private GatewayModel? _model; // used in a turn

    /// <summary>What requests that begin now cite.</summary>
    public CertificatesInForce Current => _current;

    /// <summary>Every certificate that counts, and what was noted about them.</summary>
    public CertificateBook Book => _book;

    /// <summary>Replays the certified suites under a model that is to be in force; nothing changes yet.</summary>
    /// <returns>What is to be noted when it takes effect; null where it is no change for any of them.</returns>
    /// <exception cref="InvalidOperationException">It turns verdicts, and their owners have not had the notice that they are due.</exception>
    public async ValueTask<SuiteChange?> ReviewAsync(GatewayModel model, RulingsInForce rulings, CancellationToken cancellation)
    {
        var book = CertificateBook.Of(seal, await store.ListAsync(0, cancellation).ConfigureAwait(false));

        // A program's pack is the same for as long as it runs. At a reload nothing is found anew: while an installation is updated node by node, none takes back what another did.
        Func<CertificateDocument, SuiteFound?>? find = _model is null ? document => Find(document, model) : null;
        return new SuiteReview(book, model, rulings, recorder.Safeguards, find, _model?.Agreement).At(Time.GetUtcNow());
    }

    /// <summary>Notes a change in the ledger and the store; after that it may take effect.</summary>
    public async ValueTask NoteAsync(SuiteChange change, CancellationToken cancellation)
    {
        var envelope = seal.Seal(CertificateReader.Envelope(change));
        var document = CertificateReader.Read(envelope.ToJson());
        await recorder.RecordAsync(SuitesEntry.Changed(document, Time.GetUtcNow()), cancellation).ConfigureAwait(false);
        await store.AddAsync(document.Id, envelope.ToJson(), cancellation).ConfigureAwait(false);
    }

    /// <summary>Replays the certified suites that stand under a model with the rulings before and after one is taken or revoked; nothing changes yet.</summary>
    /// <param name="ruling">Id of the ruling that it is about.</param>
    /// <returns>What is to be noted before it takes effect; null where it turns no verdict.</returns>
    public SuiteChange? ReviewRuling(GatewayModel model, RulingsInForce before, RulingsInForce after, string ruling)
    {
        var (book, agreement, now) = (_book, model.Agreement, Time.GetUtcNow());
        List<Certificate> standing =
            [.. book.Standing.Where(certificate => model.UseCases.ContainsKey(certificate.UseCase) && book.AgreementOf(certificate).Equals(agreement.Hash, StringComparison.Ordinal))];
        var turned = RuledFlips.Between(Flips(before), Flips(after));
        return turned.Count == 0 ? null : new SuiteChange(
            SuiteChange.DocumentFormat, $"ruled-{Guid.CreateVersion7(now):N}", SuiteChange.Ruled, agreement.Hash, "", ruling, "",
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), standing.Sum(static certificate => certificate.Cases.Count), [], turned);

        IReadOnlyList<SuiteFlip> Flips(RulingsInForce rulings) =>
            SuiteReplay.Flips(book, standing, agreement, (verdict, request) => rulings.Settle(agreement, verdict, request), ceilings: new SuiteCeilings(model.Config, agreement));
    }

    /// <summary>Notes in the store what a ruling turns; every serving node records it when it next looks, this one at once.</summary>
    public async ValueTask NoteRulingAsync(SuiteChange change, CancellationToken cancellation)
    {
        await store.AddAsync(change.Id, seal.Seal(CertificateReader.Envelope(change)).ToJson(), cancellation).ConfigureAwait(false);
        await LookNowAsync().ConfigureAwait(false);
    }

    /// <summary>Notes that a receiver was told of a change.</summary>
    public async ValueTask ToldAsync(SuiteChange change, string channel, CancellationToken cancellation)
    {
        var told = new SuiteChange(
            SuiteChange.DocumentFormat, change.ToldId(channel), SuiteChange.Told, change.Agreement, "", channel, "", change.Time, 0, [], []);
        await store.AddAsync(told.Id, seal.Seal(CertificateReader.Envelope(told)).ToJson(), cancellation).ConfigureAwait(false);
        await LookNowAsync().ConfigureAwait(false);
    }

    /// <summary>Keeps a certificate that the ledger has recorded, and cites it from now on.</summary>
    public async ValueTask KeepAsync(CertificateDocument document, CancellationToken cancellation)
    {
        await store.AddAsync(document.Id, seal.Seal(document.Envelope).ToJson(), cancellation).ConfigureAwait(false);
        await LookNowAsync().ConfigureAwait(false);
    }

    /// <summary>Prepares to go by a model.</summary>
    public ValueTask<PreparedChange> PrepareAsync(GatewayModel model, CancellationToken cancellation) => PrepareAsync(
        async stop =>
        {
            var known = _book;
            var book = known.With(seal, await store.ListAsync(known.Last, stop).ConfigureAwait(false));
            var pending = book.Changes.Where(document => IsPending(document.Change!, model) && known.Find(document.Id) is null).TakeLast(MostPending);
            var next = new CertificatesInForce(book, model, recorder.Safeguards);
            return new WatchChange(
                [.. pending.Select(document => (ReadOnlyMemory<byte>)SuitesEntry.Changed(document, Time.GetUtcNow()))],
                () => (_model, _book, _current) = (model, book, next));
        },
        cancellation);

    /// <summary>What this program's pack finds in a suite that another found the facts of.</summary>
    private SuiteFound? Find(CertificateDocument document, GatewayModel model)
    {
        var (found, fault) = finder.Find(document, model.Config, model.Agreement);
        if (fault is not null)
        {
            LogLapsed(document.Certificate!.UseCase, fault);
        }

        return found;
    }

    // Written by a command, perhaps while no gateway was there to record it.
    private bool IsPending(SuiteChange change, GatewayModel model) => change.Act is SuiteChange.Announced
        && (change.Safeguards.Length > 0 ? !change.Safeguards.Equals(recorder.Safeguards, StringComparison.Ordinal) : !change.Agreement.Equals(model.Agreement.Hash, StringComparison.Ordinal));

    protected override void Failed(Exception fault)
    {
        // What is cited stays true of the model that it is cited for; the next look tries again.
        if (fault is not (OversightUnavailableException or LedgerUnavailableException))
        {
            LogFault(fault.Message);
        }
    }

    protected override async ValueTask LookAsync(CancellationToken cancellation)
    {
        if (_model is not { } model || await store.CountAsync(cancellation).ConfigureAwait(false) == _book.Last)
        {
            return;
        }

        var before = _book.Last;
        var next = _book.With(seal, await store.ListAsync(before, cancellation).ConfigureAwait(false));
        foreach (var document in next.Changes.Where(document => document.Change!.Act is SuiteChange.Announced or SuiteChange.Ruled && _book.Find(document.Id) is null))
        {
            // Written by a command, which has no ledger: every node records what it learns.
            await recorder.RecordAsync(SuitesEntry.Changed(document, Time.GetUtcNow()), cancellation).ConfigureAwait(false);
            LogNoted(document.Change!.Act, document.Change.Flips.Count, document.Change.Agreement[..12]);
        }

        (_book, _current) = (next, new CertificatesInForce(next, model, recorder.Safeguards));
    }

    [LoggerMessage(LogLevel.Warning, "{Act}: {Flips} certified verdicts turn under agreement {Agreement}")]
    private partial void LogNoted(string act, int flips, string agreement);

    [LoggerMessage(LogLevel.Warning, "the certificate of {UseCase} lapses: its facts were found by another safeguard pack, and {Fault}; have its suite certified anew")]
    private partial void LogLapsed(string useCase, string fault);

    [LoggerMessage(LogLevel.Error, "the certificates cannot be read: {Fault}")]
    private partial void LogFault(string fault);
}
