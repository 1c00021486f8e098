using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Grants;

/// <summary>Whose signatures a case needs: one person with one key on each seat.</summary>
/// <remarks>Immutable. Part of the canonical action, so that each person signs the rule as well as the act.</remarks>
public sealed record Quorum
{
    /// <summary>What stands in the place of a tool where a case asks whom placeholders stand for.</summary>
    public const string UnmaskTool = "unmask";

    /// <summary>Most seats that a case has: those of every kind of clause that can hold one act.</summary>
    public const int MostSeats = 3 * QuorumTerms.MostSeats;

    private static readonly Quorum Force = new([new Seat("department", ["commander"]), new Seat("department", ["commander", "official"])]);

    private static readonly Quorum HighStakes = new([new Seat("department", ["commander", "official"])]);

    private static readonly Quorum Panel = new([new Seat("department", ["reviewer"]), new Seat("vendor", ["reviewer"])]);

    public Quorum(ImmutableArray<Seat> seats) => Seats = seats is { Length: > 0 and <= MostSeats }
        ? seats
        : throw new ArgumentException($"a quorum has 1 to {MostSeats} seats", nameof(seats));

    public ImmutableArray<Seat> Seats { get; }

    /// <summary>The rule of an agreement: what its terms say, and what ships where they say nothing.</summary>
    public static Quorum For(CaseType type, string? effect, QuorumTerms? terms)
    {
        var written = KindOf(type, effect) switch
        {
            MatterKind.Ruling => terms?.Ruling,
            MatterKind.HighStakes => terms?.HighStakes,
            _ => terms?.Force,
        };
        return written is { } seats ? Of(seats) : For(type, effect);
    }

    /// <summary>
    /// Whose signatures an act needs that several clauses hold: the seats of every kind of clause among them, each seat another person. Clauses of one
    /// kind share their seats, since the agreement writes seats for the kind of matter.
    /// </summary>
    /// <param name="clauses">Ids of the clauses that hold it, each with its remedy; at least one waits for people.</param>
    /// <param name="effect">Effect of the tool.</param>
    public static Quorum Of(IEnumerable<(string Clause, Remedy Remedy)> clauses, string? effect, QuorumTerms? terms)
    {
        ArgumentNullException.ThrowIfNull(clauses);
        (Quorum Quorum, ImmutableArray<string> Clauses)[] kinds =
        [
            .. clauses.Where(static each => TypeOf(each.Remedy) is not null).GroupBy(each => KindOf(TypeOf(each.Remedy)!.Value, effect)).OrderBy(static kind => kind.Key)
                .Select(kind => (
                    For(TypeOf(kind.First().Remedy)!.Value, effect, terms),
                    kind.Select(static each => each.Clause).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray())),
        ];
        return kinds is [var (only, _)] ? only : new Quorum([.. kinds.SelectMany(static kind => kind.Quorum.Seats.Select(seat => seat with { Clauses = kind.Clauses }))]);
    }

    /// <summary>Whose signatures a case needs: what the agreement says of each kind of clause that it names, and what ships where it says nothing.</summary>
    /// <param name="remedyOf">The remedy of a clause of the agreement; null for one that it does not have.</param>
    public static Quorum Of(Case held, Func<string, Remedy?> remedyOf, QuorumTerms? terms)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(remedyOf);
        if (held is { Type: CaseType.Mask, Tool: UnmaskTool })
        {
            return ForUnmasking(terms);
        }

        (string, Remedy)[] named = [.. held.Clauses.Select(clause => (clause, Remedy: remedyOf(clause))).Where(static each => each.Remedy is { } remedy && TypeOf(remedy) is not null)
            .Select(static each => (each.clause, each.Remedy!.Value))];
        return named.Any(each => TypeOf(each.Item2) == held.Type) ? Of(named, held.Effect, terms) : For(held.Type, held.Effect, terms);
    }

    /// <summary>What a case waits for where a clause with this remedy holds the act; null for one that waits for nobody.</summary>
    public static CaseType? TypeOf(Remedy remedy) => remedy switch
    {
        Remedy.Authorize => CaseType.Authorize,
        Remedy.Ruling => CaseType.Ruling,
        Remedy.Mask => CaseType.Mask,
        _ => null,
    };

    /// <summary>Every quorum that cases of a type can need under an agreement, where no clause of another kind holds them too.</summary>
    public static IReadOnlyList<Quorum> Any(CaseType type, QuorumTerms? terms) => type switch
    {
        CaseType.Mask => [For(type, effect: null, terms), ForUnmasking(terms)],
        CaseType.Authorize => [For(type, "force", terms), For(type, "high-stakes", terms)],
        _ => [For(type, effect: null, terms)],
    };

    /// <summary>Whose signatures let identities behind placeholders be told: what the agreement says of it, or else of a high-stakes act.</summary>
    public static Quorum ForUnmasking(QuorumTerms? terms) => terms?.Unmask is { } seats ? Of(seats) : For(CaseType.Mask, effect: null, terms);

    /// <summary>
    /// The rule of the shipped agreement: for an effect that is not known to be less than force two people, one of them a commander (3.1);
    /// for a high-stakes or lesser act, and for unmasking, one accountable person (4.1); for a ruling one reviewer of each party (article 8).
    /// </summary>
    public static Quorum For(CaseType type, string? effect) => KindOf(type, effect) switch
    {
        MatterKind.Ruling => Panel,
        MatterKind.HighStakes => HighStakes,
        _ => Force,
    };

    /// <summary>Whether somebody of that party and role has any seat here.</summary>
    public bool HasSeatFor(string party, string role) => Seats.Any(seat => seat.Fits(party, role));

    /// <summary>Whether the people can all be seated at once; each takes one seat.</summary>
    public bool CanSeat(IReadOnlyList<(string Party, string Role)> people)
    {
        ArgumentNullException.ThrowIfNull(people);
        return people.Count <= Seats.Length && Seated(people) == people.Count;
    }

    /// <summary>Whether the people, and no others, fill every seat.</summary>
    public bool IsMetBy(IReadOnlyList<(string Party, string Role)> people)
    {
        ArgumentNullException.ThrowIfNull(people);
        return people.Count == Seats.Length && Seated(people) == Seats.Length;
    }

    /// <summary>Whether some of the people fill every seat, each person one at most.</summary>
    public bool IsFilledAmong(IReadOnlyList<(string Party, string Role)> people) => Seated(people) == Seats.Length;

    public bool Equals(Quorum? other) =>
        other is not null && Seats.Select(seat => seat.ToString()).SequenceEqual(other.Seats.Select(seat => seat.ToString()), StringComparer.Ordinal);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => string.Join(" + ", Seats);

    private static Quorum Of(ImmutableArray<string> seats) => new([.. seats.Select(static text => QuorumTerms.Seat(text) is { } seat
        ? new Seat(seat.Party, seat.Roles)
        : throw new FormatException($"`{text}` is not a seat of a quorum"))]);

    private static MatterKind KindOf(CaseType type, string? effect) => (type, effect) switch
    {
        (CaseType.Ruling, _) => MatterKind.Ruling,
        (CaseType.Mask, _) or (_, "high-stakes" or "reversible" or "none") => MatterKind.HighStakes,
        _ => MatterKind.Force,
    };

    /// <summary>How many of the people can sit at once, each on a seat of their own: who sits moves on where that makes room.</summary>
    private int Seated(IReadOnlyList<(string Party, string Role)> people)
    {
        var taken = new int[Seats.Length];
        Array.Fill(taken, -1);
        return Enumerable.Range(0, people.Count).Count(person => Seat(people, person, taken, new bool[Seats.Length]));
    }

    private bool Seat(IReadOnlyList<(string Party, string Role)> people, int person, int[] taken, bool[] tried)
    {
        for (var seat = 0; seat < taken.Length; seat++)
        {
            if (!tried[seat] && Seats[seat].Fits(people[person].Party, people[person].Role))
            {
                tried[seat] = true;
                if (taken[seat] < 0 || Seat(people, taken[seat], taken, tried))
                {
                    taken[seat] = person;
                    return true;
                }
            }
        }

        return false;
    }
}
