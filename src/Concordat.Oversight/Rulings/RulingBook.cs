using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Concordat.Agreements;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Signers;

namespace Concordat.Oversight.Rulings;

/// <summary>All rulings and revocations that were taken, and what each means now. Immutable; nothing is ever taken out.</summary>
public sealed class RulingBook
{
    /// <summary>Most rulings that stand at a time.</summary>
    public const int MostStanding = 200;

    private readonly ImmutableArray<RulingDocument?> _read;

    private RulingBook(RulingTerms terms, ImmutableArray<StoredDocument> stored, ImmutableArray<RulingDocument?> read)
    {
        (Terms, Stored, _read) = (terms, stored, read);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', Documents.Select(document => document.Hash).Order(StringComparer.Ordinal)))));
    }

    public RulingTerms Terms { get; }

    /// <summary>The rows, in the order in which they were taken.</summary>
    public ImmutableArray<StoredDocument> Stored { get; }

    /// <summary>What could be read of them. A row that cannot be read rules on nothing.</summary>
    public IEnumerable<RulingDocument> Documents => _read.OfType<RulingDocument>();

    /// <summary>The rulings among them, in the order in which they were taken.</summary>
    public IEnumerable<RulingDocument> Rulings => Documents.Where(document => document.Ruling is not null);

    /// <summary>Over all payload hashes, sorted: two nodes with the same hash have the same rulings.</summary>
    public string Hash { get; }

    /// <summary>Reads stored documents again, signatures included.</summary>
    public static RulingBook Of(RulingTerms terms, IEnumerable<StoredDocument> stored)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ImmutableArray<StoredDocument> rows = [.. stored];
        return new RulingBook(terms, rows, [.. rows.Select(row => TryRead(row, terms))]);
    }

    /// <summary>The document of that id, or none.</summary>
    public RulingDocument? Find(string id) => Documents.FirstOrDefault(document => document.Id.Equals(id, StringComparison.Ordinal));

    /// <summary>Whether a ruling stands, and if not, why.</summary>
    /// <param name="revoked">Keys whose signatures count no more, on rulings that were taken before either.</param>
    /// <returns>Null where it stands.</returns>
    public string? FaultOf(RulingDocument document, Agreement agreement, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(agreement);
        var ruling = document.Ruling!;

        // A revocation counts by being there: its signature was checked when it was taken, and forging one only holds more.
        return Documents.FirstOrDefault(other => other.Revocation?.Ruling.Equals(ruling.Id, StringComparison.Ordinal) == true) is { } revocation ? $"revoked by `{revocation.Id}`"
            : now >= ruling.Expires ? "expired"
            : !ruling.Agreement.Equals(agreement.Hash, StringComparison.Ordinal) ? "made for another version of the agreement"
            : RulingIntake.FaultOfSigners(document, Terms, revoked);
    }

    /// <summary>The rulings that stand, but for what the proof says, in the order in which they were taken.</summary>
    public ImmutableArray<RulingDocument> Standing(Agreement agreement, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset now) =>
        [.. Rulings.Where(document => FaultOf(document, agreement, revoked, now) is null).Take(MostStanding)];

    private static RulingDocument? TryRead(StoredDocument row, RulingTerms terms)
    {
        try
        {
            return RulingReader.Read(row.Envelope, terms) is var document && document.Id.Equals(row.Id, StringComparison.Ordinal) ? document : null;
        }
        catch (RulingException)
        {
            return null;
        }
    }
}
