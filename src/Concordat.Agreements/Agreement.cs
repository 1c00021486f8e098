using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Cedar;

namespace Concordat.Agreements;

/// <summary>An agreement that every party named in it has signed, ready to decide. Immutable and safe for use by many threads.</summary>
public sealed class Agreement
{
    private readonly Decider _decider;
    private readonly Continuity? _continuity;

    internal Agreement(AgreementSource source, AgreementModel model, string hash, ImmutableArray<TrustedParty> signers)
    {
        Source = source;
        Hash = hash;
        Signers = signers;
        Clauses = model.Clauses;
        Schema = model.Schema;
        Effective = Dates.TryInstant(source.Metadata.Effective, out var effective) ? effective : DateTimeOffset.MaxValue;
        Expires = Dates.TryInstant(source.Metadata.Expires, out var expires) ? expires : null;
        _decider = new Decider(model);
        _continuity = Continuity.Of(source.Metadata.Terms, model);
    }

    /// <summary>Stable through all versions.</summary>
    public string Id => Source.Metadata.Id;

    /// <summary>Three numbers.</summary>
    public string Version => Source.Metadata.Version;

    /// <summary>Title for people.</summary>
    public string Title => Source.Metadata.Title;

    /// <summary>Lower-case hex SHA-256 of the signed payload: what names exactly this text.</summary>
    public string Hash { get; }

    /// <summary>The first 12 digits of the hash, for headers and people.</summary>
    public string ShortHash => Hash[..12];

    /// <summary>From when it holds.</summary>
    public DateTimeOffset Effective { get; }

    /// <summary>Until when, where it ends by itself.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>Hash of the version that it amends.</summary>
    public string? Previous => Source.Metadata.Previous;

    /// <summary>Terms that machinery other than clauses carries out.</summary>
    public AgreementTerms Terms => Source.Metadata.Terms;

    /// <summary>Why the parties signed it although its red lines are not proven; none when they were proven before it was signed.</summary>
    public string? Unproven => Source.Unproven;

    /// <summary>One party for each role whose signature was found valid.</summary>
    public ImmutableArray<TrustedParty> Signers { get; }

    /// <summary>The clauses, in the order of the agreement.</summary>
    public ImmutableArray<Clause> Clauses { get; }

    /// <summary>The authorities that clauses rest on.</summary>
    public ImmutableArray<Authority> Authorities => Source.Authorities;

    /// <summary>The type of the facts.</summary>
    public CedarSchema Schema { get; }

    /// <summary>The clauses as policies, in the same order.</summary>
    public CompiledPolicySet Policies => _decider.Policies;

    /// <summary>The texts.</summary>
    public AgreementSource Source { get; }

    /// <summary>Reads a signed agreement; anything short of one valid signature from every party named is refused with its reasons.</summary>
    /// <param name="envelope">The DSSE envelope, as JSON.</param>
    /// <param name="parties">Whom this gateway trusts, from its own configuration.</param>
    /// <param name="now">The present.</param>
    public static AgreementLoad Load(ReadOnlySpan<byte> envelope, IReadOnlyList<TrustedParty> parties, DateTimeOffset now) =>
        AgreementVerification.Load(envelope, parties, now);

    /// <summary>Decides on one request, answer or tool call; allocates nothing when the verdict is a permit.</summary>
    public Verdict Decide(in CedarRequest request) => _decider.Decide(request);

    /// <summary>
    /// What the term of continuity makes of a verdict on certified work: under <c>continue</c> a hold for findings in a grey area becomes a permit with
    /// notice (<see cref="Verdict.IsContinued"/>); every other verdict stays the same.
    /// </summary>
    public Verdict Continue(Verdict verdict, in CedarRequest request)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return _continuity?.Settle(verdict, request) ?? verdict;
    }

    /// <summary>The remedy of the clause of that number; none where there is no such clause.</summary>
    public Remedy? RemedyOf(string clause) => Clauses.FirstOrDefault(known => known.Id.ToString().Equals(clause, StringComparison.Ordinal))?.Remedy;

    /// <summary>The clause of that number, or none.</summary>
    public Clause? Find(ClauseId id)
    {
        foreach (var clause in Clauses)
        {
            if (clause.Id == id)
            {
                return clause;
            }
        }

        return null;
    }

    /// <summary>Whether it holds at that time.</summary>
    public bool IsInForce(DateTimeOffset at) => at >= Effective && (Expires is not { } end || at < end);
}
