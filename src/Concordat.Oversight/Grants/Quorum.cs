using System.Collections.Immutable;
using Concordat.Agreements.Documents;
using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Grants;

/// <summary>Whose signatures a case needs: one person with one key on each seat.</summary>
/// <remarks>Immutable. Part of the canonical action, so that each person signs the rule as well as the act.</remarks>
public sealed record Quorum
{
    /// <summary>What stands in the place of a tool where a case asks whom placeholders stand for.</summary>
    public const string UnmaskTool = "unmask";

    /// <summary>Most seats that a quorum has.</summary>
    public const int MostSeats = QuorumTerms.MostSeats;

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
        var ships = For(type, effect);
        var written = ReferenceEquals(ships, Panel) ? terms?.Ruling : ReferenceEquals(ships, HighStakes) ? terms?.HighStakes : terms?.Force;
        return written is { } seats ? Of(seats) : ships;
    }

    /// <summary>Whose signatures a case needs: what the agreement says of its kind, and what ships where it says nothing.</summary>
    public static Quorum Of(Case held, QuorumTerms? terms)
    {
        ArgumentNullException.ThrowIfNull(held);
        return held is { Type: CaseType.Mask, Tool: UnmaskTool } ? ForUnmasking(terms) : For(held.Type, held.Effect, terms);
    }

    /// <summary>Every quorum that cases of a type can need under an agreement.</summary>
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
    public static Quorum For(CaseType type, string? effect) => (type, effect) switch
    {
        (CaseType.Ruling, _) => Panel,
        (CaseType.Mask, _) or (_, "high-stakes" or "reversible" or "none") => HighStakes,
        _ => Force,
    };

    /// <summary>Whether somebody of that party and role has any seat here.</summary>
    public bool HasSeatFor(string party, string role) => Seats.Any(seat => seat.Fits(party, role));

    /// <summary>Whether the people can all be seated at once; each takes one seat.</summary>
    public bool CanSeat(IReadOnlyList<(string Party, string Role)> people) => people.Count <= Seats.Length && Place(people, 0, 0);

    /// <summary>Whether the people, and no others, fill every seat.</summary>
    public bool IsMetBy(IReadOnlyList<(string Party, string Role)> people) => people.Count == Seats.Length && Place(people, 0, 0);

    /// <summary>Whether some of the people fill every seat, each person one at most.</summary>
    public bool IsFilledAmong(IReadOnlyList<(string Party, string Role)> people) => Fill(people, 0, []);

    public bool Equals(Quorum? other) =>
        other is not null && Seats.Select(seat => seat.ToString()).SequenceEqual(other.Seats.Select(seat => seat.ToString()), StringComparer.Ordinal);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => string.Join(" + ", Seats);

    private static Quorum Of(ImmutableArray<string> seats) => new([.. seats.Select(static text => QuorumTerms.Seat(text) is { } seat
        ? new Seat(seat.Party, seat.Roles)
        : throw new FormatException($"`{text}` is not a seat of a quorum"))]);

    private bool Place(IReadOnlyList<(string Party, string Role)> people, int at, int taken)
    {
        if (at == people.Count)
        {
            return true;
        }

        for (var seat = 0; seat < Seats.Length; seat++)
        {
            if ((taken & (1 << seat)) == 0 && Seats[seat].Fits(people[at].Party, people[at].Role) && Place(people, at + 1, taken | (1 << seat)))
            {
                return true;
            }
        }

        return false;
    }

    private bool Fill(IReadOnlyList<(string Party, string Role)> people, int seat, ImmutableArray<int> taken) =>
        seat == Seats.Length || Enumerable.Range(0, people.Count).Any(i =>
            !taken.Contains(i) && Seats[seat].Fits(people[i].Party, people[i].Role) && Fill(people, seat + 1, taken.Add(i)));
}
