using System.Collections.Immutable;
using System.Text.Json;

namespace Concordat.Client;

/// <summary>Seats, each of which needs a person of its own.</summary>
internal static class GrantSeats
{
    /// <summary>Most seats that one act can need: those of every kind of clause that can hold it.</summary>
    public const int Most = 24;

    /// <summary>The seats that a grant itself names.</summary>
    public static ImmutableArray<GrantSeat> Of(JsonElement action) =>
    [
        .. action.GetProperty("quorum").EnumerateArray().Take(Most + 1).Select(static seat => new GrantSeat(
            seat.GetProperty("party").GetString()!, [.. seat.GetProperty("roles").EnumerateArray().Select(static role => role.GetString()!)])),
    ];

    /// <summary>Whether each seat can have a person of its own; who sits moves on where that makes room.</summary>
    public static bool AreFilled(IReadOnlyList<GrantSeat> seats, IReadOnlyList<GrantKey> people)
    {
        var taken = new int[people.Count];
        Array.Fill(taken, -1);
        return Enumerable.Range(0, seats.Count).All(seat => Seat(seats, seat, people, taken, new bool[people.Count]));
    }

    private static bool Seat(IReadOnlyList<GrantSeat> seats, int seat, IReadOnlyList<GrantKey> people, int[] taken, bool[] tried)
    {
        for (var person = 0; person < people.Count; person++)
        {
            if (!tried[person] && seats[seat].Fits(people[person]))
            {
                tried[person] = true;
                if (taken[person] < 0 || Seat(seats, taken[person], people, taken, tried))
                {
                    taken[person] = seat;
                    return true;
                }
            }
        }

        return false;
    }
}
