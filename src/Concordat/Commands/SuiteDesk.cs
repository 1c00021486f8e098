using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Agreements.Rulings;
using Concordat.Cedar;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Rulings;
using Concordat.Hosting;
using Concordat.Ledger.Contents;
using Concordat.Oversight;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Rulings;
using Concordat.Safeguards;

namespace Concordat.Commands;

/// <summary>The certified suites of an installation, read from its store.</summary>
internal sealed record SuiteDesk(Installation Installation, OversightStores Stores, CertificateSeal Seal, CertificateBook Book) : IAsyncDisposable
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

        var seal = Commitments.Open(salt, new SaltStore(DataFolder.Salts(installation.Config))).CertificateSeal();
        var stores = await installation.OpenStoresAsync(services, cancellationToken);
        return new SuiteDesk(installation, stores, seal, CertificateBook.Of(seal, await stores.Certificates.ListAsync(0, cancellationToken)));
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
    public static string? FaultOf(Certificate certificate, Agreement agreement) =>
        certificate.Agreement != agreement.Hash ? "the agreement was amended"
        : certificate.Safeguards != SafeguardPack.Default.Hash ? "the safeguard pack was changed"
        : null;

    /// <summary>The agreement that the configuration names.</summary>
    public Agreement InForce(CommandServices services) => ReplayAgreements.LoadSigned(Installation.Config.Agreement, TrustedParties.Of(Installation.Config), services.Time.GetUtcNow());

    /// <summary>Decides certified cases again under an agreement with the rulings that stand beside it, and more.</summary>
    public async Task<SuiteReplayReport> ReplayAsync(Agreement agreement, ImmutableArray<Ruling> more, CommandServices services, CancellationToken cancellationToken)
    {
        var rulings = RulingBook.Of(RulingSigners.Terms(Installation.Config, agreement), await Stores.Rulings.ListAsync(0, cancellationToken));
        var revoked = await Stores.RevokedSigners.ListAsync(cancellationToken);
        var standing = rulings.Standing(agreement, revoked, services.Time.GetUtcNow()).Select(document => document.Ruling!);
        var set = new RulingSet([.. standing.Concat(more).Select(RulingCondition.Of)], agreement.Schema);
        var certificates = Standing();
        var flips = SuiteReplay.Flips(Book, certificates, agreement, Settle);
        return new SuiteReplayReport(
            agreement.Hash, certificates.Sum(certificate => certificate.Cases.Count),
            [.. certificates.Where(certificate => certificate.Safeguards != SafeguardPack.Default.Hash).Select(certificate => certificate.UseCase)], flips);

        Verdict Settle(Verdict verdict, CedarRequest request) => set.Rulings.IsEmpty ? verdict : set.Settle(verdict, request);
    }

    /// <summary>Notes a change in the store; every serving gateway records it within a second.</summary>
    public async Task NoteAsync(SuiteChange change, CancellationToken cancellationToken) =>
        await Stores.Certificates.AddAsync(change.Id, Seal.Seal(CertificateReader.Envelope(change)).ToJson(), cancellationToken);

    public ValueTask DisposeAsync() => Stores.DisposeAsync();
}
