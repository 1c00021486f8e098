using System.Collections.Immutable;

namespace Concordat.Oversight.Grants;

/// <summary>That a party said, signed, who somebody is and what they sign with.</summary>
/// <param name="By">Ids of the party's keys that signed it; where one of them is revoked, it does not count.</param>
/// <param name="From">From when it holds.</param>
/// <param name="Until">Until when it holds.</param>
public sealed record Appointment(ImmutableArray<string> By, DateTimeOffset From, DateTimeOffset Until)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public bool HoldsAt(DateTimeOffset now) => From <= now + ClockSkew && now < Until;
}
