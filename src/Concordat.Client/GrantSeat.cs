using System.Collections.Immutable;

namespace Concordat.Client;

/// <summary>One signature that an effector asks for: somebody of a party, in one of the roles.</summary>
/// <param name="Party">The side that the person acts for, such as <c>department</c>.</param>
/// <param name="Roles">What the person may be, such as <c>commander</c>; at least one.</param>
public sealed record GrantSeat(string Party, ImmutableArray<string> Roles)
{
    /// <summary>Reads seats as an agreement writes them: <c>department:commander</c> or <c>department:commander|official</c>.</summary>
    /// <exception cref="FormatException">One of them is not written as a seat.</exception>
    public static IReadOnlyList<GrantSeat> Parse(params IEnumerable<string> seats)
    {
        ArgumentNullException.ThrowIfNull(seats);
        return [.. seats.Select(Parse)];
    }

    internal bool Fits(GrantKey person) => person.Party.Equals(Party, StringComparison.Ordinal) && Roles.Contains(person.Role, StringComparer.Ordinal);

    private static GrantSeat Parse(string seat) => seat.Split(':') is [{ Length: > 0 } party, { Length: > 0 } roles] && roles.Split('|') is var names && Array.TrueForAll(names, static name => name.Length > 0)
        ? new GrantSeat(party, [.. names])
        : throw new FormatException($"`{seat}` is not a seat; write a party and its roles, such as `department:commander|official`");
}
