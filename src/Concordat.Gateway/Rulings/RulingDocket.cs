using System.Collections.Concurrent;
using System.Collections.Immutable;
using Concordat.Agreements.Rulings;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Model;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Rulings;
using Concordat.Oversight.Signers;

namespace Concordat.Gateway.Rulings;

/// <summary>
/// Where rulings are read, proposed and taken while the gateway serves. A ruling is taken for its signatures alone, and goes in force as one
/// that the command line took: verified and proven again, and recorded first, with what it turns among certified verdicts. One proof at a time. Thread-safe.
/// </summary>
internal sealed class RulingDocket(OversightStores stores, RulingWatch watch, CertificateWatch certificates, TimeProvider time) : IDisposable
{
    private const int MostPrecedents = 5;
    private const int MostProofs = 64;
    private const int MostTurned = 64;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, RulingProof> _proofs = new(StringComparer.Ordinal);

    /// <summary>Every ruling, in the order in which they were taken, and whether it stands.</summary>
    public async ValueTask<IReadOnlyList<RulingReport>> ListAsync(GatewayModel model, CancellationToken cancellation)
    {
        var (book, revoked, now) = (Book, await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false), time.GetUtcNow());
        return [.. book.Rulings.Select(document => RulingReport.Of(document, book.FaultOf(document, model.Agreement, revoked, now)))];
    }

    /// <summary>One ruling with its proof; null where there is none of that id.</summary>
    public async ValueTask<RulingView?> FindAsync(GatewayModel model, string id, CancellationToken cancellation)
    {
        var book = Book;
        if (book.Find(id) is not { Ruling: { } ruling } document)
        {
            return null;
        }

        var (revoked, now) = (await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false), time.GetUtcNow());
        var precedents = CaseId.TryParse(ruling.Case, out var on) ? await Precedents.FindAsync(stores, on, MostPrecedents, cancellation).ConfigureAwait(false) : [];
        var standing = book.Standing(model.Agreement, revoked, now);
        return new RulingView(
            RulingReport.Of(document, book.FaultOf(document, model.Agreement, revoked, now)), document,
            await ProveAsync(model, document, standing, cancellation).ConfigureAwait(false), precedents)
        {
            Turned = [.. certificates.Book.Changes.Select(static noted => noted.Change!).Where(change => change.Act is SuiteChange.Ruled && change.Subject.Equals(id, StringComparison.Ordinal)).SelectMany(static change => change.Flips).TakeLast(MostTurned)],
        };
    }

    /// <summary>Takes a signed ruling or revocation.</summary>
    /// <remarks>
    /// Certified suites are replayed first, and what turns is recorded and told before it takes effect. A ruling only opens, and what opens waits for no
    /// notice; a revocation is the way to stop, and waits for none either.
    /// </remarks>
    /// <returns>The document, whether it is new, and the certified verdicts that it turns.</returns>
    /// <exception cref="RulingException">Why it is not taken.</exception>
    public async ValueTask<(RulingDocument Document, bool IsNew, IReadOnlyList<SuiteFlip> Turned)> TakeAsync(GatewayModel model, ReadOnlyMemory<byte> envelope, CancellationToken cancellation)
    {
        await watch.LookNowAsync().ConfigureAwait(false);
        var book = Book;
        var document = RulingReader.Read(envelope.Span, book.Terms);
        var held = document.Ruling is { } ruling && CaseId.TryParse(ruling.Case, out var on) ? await stores.Cases.GetAsync(on, cancellation).ConfigureAwait(false) : null;
        var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
        await certificates.LookNowAsync().ConfigureAwait(false);
        var (isNew, change) = await InTurnAsync(
            () => RulingIntake.Check(envelope.Span, book, model.Agreement, _ => held, revoked, time.GetUtcNow(), cancellation) is null
                ? Tuple.Create(false, (SuiteChange?)null)
                : Tuple.Create(true, Review(model, document, revoked, cancellation)),
            cancellation).ConfigureAwait(false) ?? throw Busy();
        if (change is not null)
        {
            await certificates.NoteRulingAsync(change, cancellation).ConfigureAwait(false);
        }

        if (isNew && !await stores.Rulings.AddAsync(document.Id, envelope.ToArray(), cancellation).ConfigureAwait(false))
        {
            throw new RulingException($"another process has just taken a document `{document.Id}`");
        }

        await watch.LookNowAsync().ConfigureAwait(false);
        return (document, isNew, change?.Flips ?? []);
    }

    private SuiteChange? Review(GatewayModel model, RulingDocument document, IReadOnlyList<RevokedSigner> revoked, CancellationToken cancellation)
    {
        var change = certificates.ReviewRuling(model, watch.Current, watch.Preview(model, document, revoked, cancellation), document.Revocation?.Ruling ?? document.Id);
        return document.Ruling is not null && change?.Flips.FirstOrDefault(static flip => flip.NeedsNotice()) is { } narrows
            ? throw new RulingException($"a ruling opens and never narrows, and this one turns {FlipWords.Of(narrows)}")
            : change;
    }

    /// <summary>Drafts a ruling from a case, no wider than what was found there, and proves it; nobody has signed it yet.</summary>
    /// <param name="action">The action of the case, as a person with a say in it is shown it.</param>
    /// <returns>The canonical payload.</returns>
    /// <exception cref="RulingException">Why it would not be taken.</exception>
    public async ValueTask<byte[]> ProposeAsync(GatewayModel model, CaseId id, CanonicalAction action, RulingWish wish, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var issued = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var ruling = new RulingDraft(model.Agreement, action.Document.ToArray()).Ruling(wish.Id, wish.Title, wish.Reason, id.Value, issued, issued + TimeSpan.FromDays(wish.Days), []);
        var (_, payload) = RulingReader.Draft(RulingReader.Payload(ruling)); // says what is not well formed
        var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
        var standing = Book.Standing(model.Agreement, revoked, now);
        _ = await InTurnAsync(() =>
        {
            RulingIntake.CheckDraft(ruling, model.Agreement, standing, cancellation);
            return true;
        }, cancellation).ConfigureAwait(false) ?? throw Busy();
        return payload;
    }

    public void Dispose() => _turn.Dispose();

    private RulingBook Book => watch.Book ?? throw new RulingException("no configuration is in force");

    private static RulingException Busy() => new("another proof is under way; try again in a minute");

    private async ValueTask<RulingProof?> ProveAsync(GatewayModel model, RulingDocument document, ImmutableArray<RulingDocument> standing, CancellationToken cancellation)
    {
        var key = $"{model.Agreement.Hash} {document.Hash} {string.Join(' ', standing.Select(static each => each.Hash))}";
        if (_proofs.TryGetValue(key, out var known))
        {
            return known;
        }

        // One that does not stand is proven beside those that do, as if it did.
        ImmutableArray<StandingRuling> all =
            [.. standing.Where(each => each.Hash != document.Hash).Append(document).Select(static each => RulingCondition.Of(each.Ruling!))];
        if (await InTurnAsync(() => RulingProver.Prove(model.Agreement, all, cancellation), cancellation).ConfigureAwait(false) is not { } proof)
        {
            return null;
        }

        if (_proofs.Count >= MostProofs)
        {
            _proofs.Clear();
        }

        return _proofs[key] = proof;
    }

    /// <summary>Does what takes a core, one at a time and apart from the requests; null where another is under way.</summary>
    private async ValueTask<T?> InTurnAsync<T>(Func<T> work, CancellationToken cancellation)
        where T : class
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            return await Task.Run(work, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<bool?> InTurnAsync(Func<bool> work, CancellationToken cancellation) =>
        await InTurnAsync<object>(() => work(), cancellation).ConfigureAwait(false) as bool?;
}
