using System.Collections.Immutable;

namespace Concordat.Oversight.Orders;

/// <summary>The terms under which orders are taken.</summary>
/// <param name="Issuers">Who may sign, and who has.</param>
/// <param name="Parties">Roles of the parties; a suspension is joint when all have signed.</param>
/// <param name="Emergency">How long a suspension that one party signed alone holds until it is confirmed.</param>
public sealed record OrderTerms(ImmutableArray<OrderIssuer> Issuers, ImmutableArray<string> Parties, TimeSpan Emergency)
{
    /// <summary>From the end of an emergency stop until the same side can stop the same again by itself.</summary>
    public static readonly TimeSpan EmergencyGap = TimeSpan.FromDays(30);

    /// <summary>Of an emergency stop, where the configuration names no other.</summary>
    public static readonly TimeSpan DefaultEmergency = TimeSpan.FromHours(72);

    public OrderIssuer? Find(string id) => Issuers.FirstOrDefault(issuer => issuer.Id.Equals(id, StringComparison.Ordinal));
}
