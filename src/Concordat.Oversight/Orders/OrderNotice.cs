namespace Concordat.Oversight.Orders;

/// <summary>A signed document about an order that is there: stay, waiver, lift, confirmation, response. Payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Format">Always <see cref="DocumentFormat"/>.</param>
/// <param name="Id">Of this notice, among all orders and notices.</param>
/// <param name="Order">Id of the order that it is about.</param>
/// <param name="Issuer">Id of the issuer who signs.</param>
/// <param name="Reason">For people to read.</param>
/// <param name="Issued">When it was signed.</param>
/// <param name="From">From when it holds.</param>
/// <param name="Until">Until when; null for until another document ends it.</param>
/// <param name="Court">For what a court decided.</param>
/// <param name="Docket">The same; a later decision under the same docket replaces an earlier one.</param>
/// <param name="DocumentHash">SHA-256 of the court's document, lower hex.</param>
/// <param name="UseCases">For a waiver: whom it spares.</param>
/// <param name="Mitigation">For a waiver: what is done about the risk.</param>
/// <param name="Stage">For a report: the milestone that was reached.</param>
/// <param name="OrderHash">SHA-256 of the order's payload, lower hex, so that no other document of its id is meant; a lift, a waiver and a confirmation need it.</param>
public sealed record OrderNotice(
    string Format,
    string Id,
    string Order,
    NoticeKind Kind,
    string Issuer,
    string Reason,
    DateTimeOffset Issued,
    DateTimeOffset From,
    DateTimeOffset? Until = null,
    string? Court = null,
    string? Docket = null,
    string? DocumentHash = null,
    IReadOnlyList<string>? UseCases = null,
    string? Mitigation = null,
    MilestoneStage? Stage = null,
    string? OrderHash = null)
{
    public const string DocumentFormat = "concordat-order-notice/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.order-notice+json";

    /// <summary>Whether a court said it.</summary>
    public bool IsJudicial() => Kind is NoticeKind.Stay or NoticeKind.Enjoin or NoticeKind.Deny or NoticeKind.Vacate;

    public bool HoldsAt(DateTimeOffset now) => From <= now && !(Until <= now);
}
