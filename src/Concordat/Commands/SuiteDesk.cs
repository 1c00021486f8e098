using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Agreements.Rulings;
using Concordat.Cedar;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Rulings;
using Concordat.Hosting;
using Concordat.Ledger.Contents;
using Concordat.Oversight;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Rulings;
using Concordat.Retention;
using Concordat.Safeguards;

namespace Concordat.Commands;

/// <summary>The certified suites of an installation, read from its store.</summary>
internal sealed record SuiteDesk(
    Installation Installation, OversightStores Stores, CertificateSeal Seal, CertificateBook Book, SuiteFinder Finder, ContentStore? Contents) : IAsyncDisposable
{
    /// <exception cref="CommandException">The configuration is wrong, or this machine has not the key of the installation.</exception>
    public static async Task<SuiteDesk> OpenAsync(string configuration, CommandServices services, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(configuration, services);
        var salt = DataFolder.SaltKey(installation.Config);
        if (!File.Exists(salt))
        {
            throw new CommandException($"concordat: there is no `{salt}`: run this where a gateway of the installation serves, or has served");
        }

        var commitments = Commitments.Open(salt, new SaltStore(DataFolder.Salts(installation.Config)));
        var (seal, contents) = (commitments.CertificateSeal(), ContentsOf(installation.Config, services));
        var stores = await installation.OpenStoresAsync(services, cancellationToken);
        return new SuiteDesk(
            installation, stores, seal, CertificateBook.Of(seal, await stores.Certificates.ListAsync(0, cancellationToken)), new SuiteFinder(contents, commitments), contents);
    }

    /// <summary>The newest certificates of use cases that are registered.</summary>
    public IReadOnlyList<Certificate> Standing() =>
        [.. Book.Standing.Where(certificate => Installation.Config.UseCases.Any(useCase => useCase.Id.Equals(certificate.UseCase, StringComparison.Ordinal)))];

    /// <exception cref="CommandException">There is none.</exception>
    public CertificateDocument Find(string name) =>
        (Book.Of(name) is { } newest ? Book.Find(newest.Id) : Book.Find(name)) is { Certificate: not null } document
            ? document
            : throw new CommandException($"concordat: there is no certificate `{name}`, nor one of such a use case; `concordat preflight list` shows them");

    /// <summary>Why a certificate is not cited; null where the gateway that this program is would cite it under an agreement.</summary>
    public string? FaultOf(Certificate certificate, Agreement agreement) =>
        certificate.Agreement != agreement.Hash ? "the agreement was amended"
        : Book.FoundOf(certificate, SafeguardPack.Default.Hash) is null ? "the safeguard pack was changed"
        : null;

    /// <summary>The agreement that the configuration names.</summary>
    public Agreement InForce(CommandServices services) => ReplayAgreements.LoadSigned(Installation.Config.Agreement, TrustedParties.Of(Installation.Config), services.Time.GetUtcNow());

    /// <summary>Decides certified cases again under an agreement with the rulings that stand beside it, and more.</summary>
    /// <remarks>What another safeguard pack than this program's found the facts of is looked at again, where the requests are kept.</remarks>
    public async Task<SuiteReplayReport> ReplayAsync(Agreement agreement, ImmutableArray<Ruling> more, CommandServices services, CancellationToken cancellationToken)
    {
        var rulings = RulingBook.Of(RulingSigners.Terms(Installation.Config, agreement, InForce(services)), await Stores.Rulings.ListAsync(0, cancellationToken));
        var revoked = await Stores.RevokedSigners.ListAsync(cancellationToken);
        var standing = rulings.Standing(agreement, revoked, services.Time.GetUtcNow()).Select(document => document.Ruling!);
        var set = new RulingSet([.. standing.Concat(more).Select(RulingCondition.Of)], agreement.Schema);
        var certificates = Standing();
        var (found, lapsed) = LookAgain(certificates, agreement);
        var flips = SuiteReplay.Flips(Book, certificates, agreement, Settle, found, new SuiteCeilings(Installation.Config, Known(services), agreement));
        return new SuiteReplayReport(agreement.Hash, SafeguardPack.Default.Hash, certificates.Sum(certificate => certificate.Cases.Count), [.. found.Keys], lapsed, flips);

        Verdict Settle(Verdict verdict, CedarRequest request) => set.Rulings.IsEmpty ? verdict : set.Settle(verdict, request);
    }

    // What the configuration names may be unusable, which is no reason not to replay another: its ceilings are not known then.
    private Agreement? Known(CommandServices services)
    {
        try
        {
            return InForce(services);
        }
        catch (CommandException)
        {
            return null;
        }
    }

    private (Dictionary<string, SuiteFound> Found, List<SuiteLapse> Lapsed) LookAgain(IReadOnlyList<Certificate> certificates, Agreement agreement)
    {
        var (found, lapsed) = (new Dictionary<string, SuiteFound>(StringComparer.Ordinal), new List<SuiteLapse>());
        foreach (var certificate in certificates.Where(certificate => Book.SafeguardsOf(certificate) != SafeguardPack.Default.Hash))
        {
            var (seen, fault) = Book.FoundOf(certificate, SafeguardPack.Default.Hash) is { } known ? (known, null)
                : Finder.Find(Book.Find(certificate.Id)!, Installation.Config, agreement);
            if (seen is null)
            {
                lapsed.Add(new SuiteLapse(certificate.UseCase, fault!));
            }
            else
            {
                found.Add(certificate.Id, seen);
            }
        }

        return (found, lapsed);
    }

    private static ContentStore? ContentsOf(ConcordatConfig config, CommandServices services)
    {
        try
        {
            return config.Content is { } content ? new ContentStore(DataFolder.Content(config), ContentKeyFile.Read(content.Key, "content.key", services.Environment)) : null;
        }
        catch (FormatException fault)
        {
            throw new CommandException($"concordat: {fault.Message}");
        }
    }

    /// <summary>Notes a change in the store; every serving gateway records it within a second.</summary>
    public async Task NoteAsync(SuiteChange change, CancellationToken cancellationToken) =>
        await Stores.Certificates.AddAsync(change.Id, Seal.Seal(CertificateReader.Envelope(change)).ToJson(), cancellationToken);

    public ValueTask DisposeAsync()
    {
        Contents?.Dispose();
        return Stores.DisposeAsync();
    }
}
