namespace Concordat.Oversight.Certificates;

/// <summary>
/// The verdicts on a suite of requests, signed by the gateway: they hold until a signed change with notice. Payload of a DSSE envelope, canonical
/// JSON. Of one use case the newest certificate counts.
/// </summary>
/// <param name="Format">Always <see cref="DocumentFormat"/>.</param>
/// <param name="Id">Id of the exchange that made it, 32 hex digits.</param>
/// <param name="UseCase">Whose suite it is.</param>
/// <param name="Owner">Who answers for the use case, as it was registered.</param>
/// <param name="Suite">The owner's name for the suite.</param>
/// <param name="Log">Origin of the ledger that records it.</param>
/// <param name="Agreement">Hash of the agreement that decided.</param>
/// <param name="NoticeDays">Days of notice that this agreement gives before an amendment of it takes effect.</param>
/// <param name="Safeguards">Hash of the safeguard pack that found the facts.</param>
/// <param name="Registration">SHA-256 of the facts that the use case was registered with, canonical JSON.</param>
/// <param name="Rulings">The rulings that stood then.</param>
/// <param name="Issued">When, whole seconds.</param>
/// <param name="Cases">The requests and their verdicts, in the order in which they came.</param>
public sealed record Certificate(
    string Format,
    string Id,
    string UseCase,
    string Owner,
    string Suite,
    string Log,
    string Agreement,
    int NoticeDays,
    string Safeguards,
    string Registration,
    IReadOnlyList<string> Rulings,
    DateTimeOffset Issued,
    IReadOnlyList<CertifiedCase> Cases)
{
    public const string DocumentFormat = "concordat-preflight-certificate/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.preflight-certificate+json";

    /// <summary>Most requests of one suite.</summary>
    public const int MostCases = 500;

    /// <summary>Days between notice of an amendment and its effect on this suite.</summary>
    public TimeSpan Notice() => TimeSpan.FromDays(NoticeDays);
}
