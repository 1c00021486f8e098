using System.Collections.Immutable;
using Concordat.Agreements.Documents;

namespace Concordat.Oversight.Orders;

/// <summary>The terms under which orders are taken, as the agreement has them: who may sign, and what a party can do alone.</summary>
/// <param name="Issuers">Who may sign, and who has.</param>
/// <param name="Joint">Roles of the parties; a suspension is joint when all of them have signed. Null where it is not known which were agreed on.</param>
/// <param name="Emergency">What one party can stop alone; null for nothing.</param>
/// <param name="Since">When the agreement that says so took effect. What came before is not judged by it.</param>
public sealed record OrderTerms(ImmutableArray<OrderIssuer> Issuers, ImmutableArray<string>? Joint, EmergencyStopTerms? Emergency, DateTimeOffset Since)
{
    /// <summary>Roles of the parties whose signatures together make a termination. Null where it is not known which were agreed on.</summary>
    public ImmutableArray<string>? TerminationJoint { get; init; }

    /// <summary>Days of notice before a termination takes effect, at least.</summary>
    public int TerminationNoticeDays { get; init; }

    /// <summary>SHA-256 of the terminations that are over since the agreement took effect, lower hex.</summary>
    public ImmutableHashSet<string> Ended { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>How long a suspension that one party signed alone holds where it does not say so itself.</summary>
    public static readonly TimeSpan DefaultEmergency = TimeSpan.FromHours(72);

    /// <summary>The terms of an agreement.</summary>
    public static OrderTerms Of(ImmutableArray<OrderIssuer> issuers, AgreementMetadata agreement, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        return new OrderTerms(issuers, agreement.Terms.Suspension?.Joint ?? agreement.Roles, agreement.Terms.Suspension?.Emergency, since)
        {
            TerminationJoint = agreement.Terms.Termination?.Joint ?? agreement.Roles,
            TerminationNoticeDays = agreement.Terms.Termination?.NoticeDays ?? 0,
            Ended = [.. (agreement.Terms.Termination?.Ended ?? ImmutableSortedDictionary<string, string>.Empty).Values],
        };
    }

    public OrderIssuer? Find(string id) => Issuers.FirstOrDefault(issuer => issuer.Id.Equals(id, StringComparison.Ordinal));

    /// <summary>The terms for what was taken then. Before the agreement took effect another one counted, of which only the widest bounds are known here.</summary>
    internal OrderTerms At(DateTimeOffset taken) => taken >= Since
        ? this
        : this with { Joint = null, TerminationJoint = null, TerminationNoticeDays = 0, Emergency = new EmergencyStopTerms([.. Issuers.Select(issuer => issuer.Voice).OfType<string>().Distinct(StringComparer.Ordinal)], EmergencyStopTerms.MostHours, 0) };
}
