using System.Collections.Frozen;
using System.Collections.Immutable;
using Concordat.Oversight.Documents;

namespace Concordat.Oversight.Certificates;

/// <summary>Every certificate that was made, and what was noted about them. Immutable; nothing is ever taken out.</summary>
public sealed class CertificateBook
{
    private readonly ImmutableArray<CertificateDocument> _documents;
    private readonly FrozenDictionary<string, CertificateDocument> _newest;

    private CertificateBook(long last, ImmutableArray<CertificateDocument> documents, FrozenDictionary<string, CertificateDocument> newest) =>
        (Last, _documents, _newest) = (last, documents, newest);

    public static CertificateBook Empty { get; } = new(0, [], FrozenDictionary<string, CertificateDocument>.Empty);

    /// <summary>Number of the last row that was read.</summary>
    public long Last { get; }

    /// <summary>The newest certificate of each use case, in the order of the use cases.</summary>
    public IEnumerable<Certificate> Standing => _newest.Values.Select(static document => document.Certificate!).OrderBy(static certificate => certificate.UseCase, StringComparer.Ordinal);

    /// <summary>What was noted, in order.</summary>
    public IEnumerable<CertificateDocument> Changes => _documents.Where(static document => document.Change is not null);

    /// <summary>Reads stored documents. A row without our seal counts for nothing; a certificate that a newer one replaces is let go.</summary>
    public static CertificateBook Of(CertificateSeal seal, IEnumerable<StoredDocument> stored) => Empty.With(seal, stored);

    /// <summary>The book with rows that came after it.</summary>
    public CertificateBook With(CertificateSeal seal, IEnumerable<StoredDocument> added)
    {
        ArgumentNullException.ThrowIfNull(seal);
        ArgumentNullException.ThrowIfNull(added);
        var last = Last;
        var documents = _documents.ToBuilder();
        foreach (var row in added)
        {
            last = row.Number;
            if (TryRead(row, seal) is { } document)
            {
                documents.Add(document);
            }
        }

        var newest = documents.Where(static document => document.Certificate is not null)
            .GroupBy(static document => document.Certificate!.UseCase, StringComparer.Ordinal)
            .ToFrozenDictionary(static group => group.Key, static group => group.Last(), StringComparer.Ordinal);
        documents.RemoveAll(document => document.Certificate is { } certificate && !ReferenceEquals(newest[certificate.UseCase], document));
        return new CertificateBook(last, documents.ToImmutable(), newest);
    }

    /// <summary>The newest certificate of a use case, or none.</summary>
    public Certificate? Of(string useCase) => _newest.GetValueOrDefault(useCase)?.Certificate;

    /// <summary>The document of that id, or none; a certificate that was replaced is not there any more.</summary>
    public CertificateDocument? Find(string id) => _documents.FirstOrDefault(document => document.Id.Equals(id, StringComparison.Ordinal));

    /// <summary>The agreement that a certificate was last brought under: its own, or that of the newest amendment that took effect since.</summary>
    public string AgreementOf(Certificate certificate) =>
        After(certificate).LastOrDefault(static change => change.Act is SuiteChange.Activated)?.Agreement ?? certificate.Agreement;

    /// <summary>The safeguard pack that a certificate was last brought under: its own, or that of the newest change that took it over.</summary>
    public string SafeguardsOf(Certificate certificate) => TakenOver(certificate).LastOrDefault()?.Safeguards ?? certificate.Safeguards;

    /// <summary>What a safeguard pack finds in a certified suite; null where nobody has looked.</summary>
    public SuiteFound? FoundOf(Certificate certificate, string safeguards) =>
        TakenOver(certificate).LastOrDefault(change => change.Safeguards.Equals(safeguards, StringComparison.Ordinal)) is { } change ? FoundIn(change, certificate)
        : certificate.Safeguards.Equals(safeguards, StringComparison.Ordinal) ? new SuiteFound(certificate.Id, [], [])
        : null;

    /// <summary>Whether it was noted that a certificate cannot be brought under a safeguard pack.</summary>
    public bool HasLapsed(Certificate certificate, string safeguards) => After(certificate).Any(change =>
        change.Act is SuiteChange.Activated && change.Safeguards.Equals(safeguards, StringComparison.Ordinal) && change.Lapsed.Contains(certificate.UseCase, StringComparer.Ordinal));

    /// <summary>The verdict that holds for a certified case: as certified, or as the newest change that took effect since turned it.</summary>
    public string VerdictOf(Certificate certificate, CertifiedCase each) => VerdictAt(certificate, each, DateTimeOffset.MaxValue);

    /// <summary>The verdict that held for a certified case at a time; before it was certified, the one that it was certified with.</summary>
    public string VerdictAt(Certificate certificate, CertifiedCase each, DateTimeOffset at) =>
        After(certificate).Where(change => change.Act is SuiteChange.Activated && change.Time <= at)
            .SelectMany(static change => change.Flips)
            .LastOrDefault(flip => flip.Certificate.Equals(certificate.Id, StringComparison.Ordinal) && flip.Case.Equals(each.Name, StringComparison.Ordinal))?.To ?? each.Verdict;

    /// <summary>From when a turned verdict may take effect; null where no notice of it was given.</summary>
    /// <param name="flip">The verdict.</param>
    /// <param name="agreement">Hash of the agreement that turns it.</param>
    /// <param name="safeguards">Hash of the safeguard pack where that is new to the suite; empty where the agreement alone turns it.</param>
    /// <remarks>
    /// A suite that was certified after the notice was certified in its knowledge. A notice of a pack is none of an amendment, nor the other way round;
    /// that of a pack alone counts under any agreement that the suite was brought under.
    /// </remarks>
    public DateTimeOffset? MayTakeEffect(SuiteFlip flip, string agreement, string safeguards = "")
    {
        ArgumentNullException.ThrowIfNull(flip);
        ArgumentNullException.ThrowIfNull(safeguards);
        if (Find(flip.Certificate)?.Certificate is not { } certificate)
        {
            return null;
        }

        var isPackAlone = safeguards.Length > 0 && AgreementOf(certificate).Equals(agreement, StringComparison.Ordinal);
        return Changes.Select(static document => document.Change!)
            .Where(change => change.Act is SuiteChange.Announced && change.Safeguards.Equals(safeguards, StringComparison.Ordinal)
                && (isPackAlone || change.Agreement.Equals(agreement, StringComparison.Ordinal))
                && (certificate.Issued > change.Time || change.Flips.Any(told => Same(told, flip))))
            .Select(change => (DateTimeOffset?)change.Time + certificate.Notice()).Min();
    }

    // A notice of a milder verdict is no notice of a harder one.
    private static bool Same(SuiteFlip told, SuiteFlip flip) =>
        told.Certificate.Equals(flip.Certificate, StringComparison.Ordinal) && told.Case.Equals(flip.Case, StringComparison.Ordinal) && told.To.Equals(flip.To, StringComparison.Ordinal);

    private IEnumerable<SuiteChange> After(Certificate certificate) =>
        _documents.SkipWhile(document => !ReferenceEquals(document.Certificate, certificate)).Select(static document => document.Change).OfType<SuiteChange>();

    private IEnumerable<SuiteChange> TakenOver(Certificate certificate) =>
        After(certificate).Where(change => change.Act is SuiteChange.Activated && FoundIn(change, certificate) is not null);

    private static SuiteFound? FoundIn(SuiteChange change, Certificate certificate) =>
        change.Found?.FirstOrDefault(found => found.Certificate.Equals(certificate.Id, StringComparison.Ordinal));

    private static CertificateDocument? TryRead(StoredDocument row, CertificateSeal seal)
    {
        try
        {
            var document = CertificateReader.Read(row.Envelope);
            return document.Id.Equals(row.Id, StringComparison.Ordinal) && seal.Holds(document.Envelope) ? document : null;
        }
        catch (CertificateException)
        {
            return null;
        }
    }
}
