namespace Concordat.Oversight.Orders;

/// <summary>A signed order against a vendor, a model, a place or a use case: the payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Format">Always <see cref="DocumentFormat"/>.</param>
/// <param name="Id">Of this order, among all.</param>
/// <param name="Title">For people to read.</param>
/// <param name="Issuer">Id of the issuer who signs.</param>
/// <param name="Official">The person who answers for it.</param>
/// <param name="LegalBasis">At least one.</param>
/// <param name="Targets">At least one; any of them.</param>
/// <param name="Issued">When it was signed.</param>
/// <param name="Effective">From when it holds; not before <paramref name="Issued"/>.</param>
/// <param name="Expires">Until when; null for until lifted.</param>
/// <param name="Scope">Where it holds; null for everywhere.</param>
/// <param name="Milestones">
/// The phase-out of a removal; until <c>complete</c> is due, it is a restriction. Of a termination, what is due until its effective date, which is when it is <c>complete</c>, and after.
/// </param>
/// <param name="PhaseOutUses">The use cases that may go on until then; null for all that are in general use.</param>
/// <param name="Supersedes">Id of the order that this one replaces once it is effective.</param>
/// <param name="Contact">Where a vendor sends a response.</param>
/// <param name="Lapses">When a suspension that one party signs alone ends unless the others confirm it; null for 72 hours after it is effective.</param>
/// <param name="Joint">
/// The roles that suspend, or terminate, together under the agreement in force when a suspension or termination is taken; null for <c>department</c> and <c>vendor</c>. It is in what was
/// signed, so that no later agreement makes a stop of one party joint, or a joint one lapse.
/// </param>
/// <remarks>Source of the members: BOD 17-01, FAR 52.204-30, 10 U.S.C. 3252 and 41 U.S.C. 4713, as practised 2017 to 2026.</remarks>
public sealed record Order(
    string Format,
    string Id,
    string Title,
    string Issuer,
    string Official,
    IReadOnlyList<LegalBasis> LegalBasis,
    OrderAction Action,
    IReadOnlyList<OrderTarget> Targets,
    DateTimeOffset Issued,
    DateTimeOffset Effective,
    DateTimeOffset? Expires = null,
    OrderScope? Scope = null,
    IReadOnlyList<OrderMilestone>? Milestones = null,
    IReadOnlyList<string>? PhaseOutUses = null,
    IReadOnlyList<OrderExemption>? Exemptions = null,
    string? Supersedes = null,
    string? Contact = null,
    DateTimeOffset? Lapses = null,
    IReadOnlyList<string>? Joint = null)
{
    public const string DocumentFormat = "concordat-order/1";

    // every agreement has these
    internal static readonly string[] Always = ["department", "vendor"];

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.order+json";

    /// <summary>When a removal must be complete; null where use ends at once.</summary>
    public DateTimeOffset? CompleteBy() => Milestones?.FirstOrDefault(milestone => milestone.Stage == MilestoneStage.Complete)?.Due;

    /// <summary>When a suspension ends that is not confirmed. It is in what was signed, so that no later agreement makes it longer or brings it back.</summary>
    public DateTimeOffset LapsesAt() => Lapses ?? Effective + OrderTerms.DefaultEmergency;

    /// <summary>When a removal or termination ends the uses that it names; null of every other order.</summary>
    public DateTimeOffset? Ends() => Action switch
    {
        OrderAction.Remove => CompleteBy() ?? Effective,
        OrderAction.Terminate => Effective,
        _ => null,
    };

    /// <summary>What is due when: the milestones; of a termination without any, that it is complete once it is effective.</summary>
    public IReadOnlyList<OrderMilestone> Calendar() =>
        Milestones ?? (Action == OrderAction.Terminate ? [new OrderMilestone(MilestoneStage.Complete, Effective)] : []);

    /// <summary>The roles that must all have signed a suspension, or confirmed it; those that must all have signed a termination.</summary>
    internal IReadOnlyList<string> JointRoles() => Joint ?? Always;

    /// <summary>Whether the order is about this use of this deployment at all, whatever the date.</summary>
    public bool Covers(OrderSubject subject) => (Scope?.Covers(subject) ?? true) && Targets.Any(target => target.Covers(subject));
}
