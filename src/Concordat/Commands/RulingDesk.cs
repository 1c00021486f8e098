using Concordat.Agreements;
using Concordat.Gateway.Rulings;
using Concordat.Oversight;
using Concordat.Oversight.Rulings;
using Concordat.Oversight.Signers;

namespace Concordat.Commands;

/// <summary>The rulings of an installation, read from its store and verified again, with the agreement that they stand beside.</summary>
internal sealed record RulingDesk(OversightStores Stores, Agreement Agreement, RulingBook Book, IReadOnlyList<RevokedSigner> Revoked) : IAsyncDisposable
{
    /// <exception cref="CommandException">The configuration is wrong, or the agreement does not load.</exception>
    public static async Task<RulingDesk> OpenAsync(string configuration, CommandServices services, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(configuration, services);
        var load = AgreementFolder.Load(installation.Config.Agreement, TrustedParties.Of(installation.Config), services.Time.GetUtcNow());
        if (!load.IsLoaded)
        {
            throw new CommandException([.. load.Diagnostics.Select(found => $"{installation.Config.Agreement}: {found}")]);
        }

        var stores = await installation.OpenStoresAsync(services, cancellationToken);
        var book = RulingBook.Of(RulingSigners.Terms(installation.Config, load.Agreement), await stores.Rulings.ListAsync(0, cancellationToken));
        return new RulingDesk(stores, load.Agreement, book, await stores.RevokedSigners.ListAsync(cancellationToken));
    }

    /// <exception cref="CommandException">There is no such ruling.</exception>
    public RulingDocument Find(string id) => Book.Find(id) is { Ruling: not null } document
        ? document
        : throw new CommandException($"concordat: there is no ruling `{id}`; `concordat ruling list` shows them");

    public RulingReport Report(RulingDocument document, DateTimeOffset now) => RulingReport.Of(document, Book.FaultOf(document, Agreement, Revoked, now));

    /// <summary>Takes a signed document into the store.</summary>
    /// <returns>The document; null when it was there already.</returns>
    /// <exception cref="CommandException">It is not taken.</exception>
    public async Task<RulingDocument?> TakeAsync(byte[] envelope, string place, CommandServices services, CancellationToken cancellationToken)
    {
        try
        {
            var document = RulingReader.Read(envelope, Book.Terms);
            var held = document.Ruling is { } ruling && Oversight.Cases.CaseId.TryParse(ruling.Case, out var id) ? await Stores.Cases.GetAsync(id, cancellationToken) : null;
            if (RulingIntake.Check(envelope, Book, Agreement, _ => held, Revoked, services.Time.GetUtcNow(), cancellationToken) is null)
            {
                return null;
            }

            return await Stores.Rulings.AddAsync(document.Id, envelope, cancellationToken)
                ? document
                : throw new RulingException($"another process has just taken a document `{document.Id}`; look with `concordat ruling list`");
        }
        catch (RulingException fault)
        {
            throw new CommandException($"concordat: {place}: not taken: {fault.Message}") { Code = ExitCode.CheckFailed };
        }
    }

    public ValueTask DisposeAsync() => Stores.DisposeAsync();
}
