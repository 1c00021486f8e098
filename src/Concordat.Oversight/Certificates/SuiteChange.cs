using System.Text.Json.Serialization;

namespace Concordat.Oversight.Certificates;

/// <summary>What was noted about a change that certified suites were replayed for. Payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Format">Always <see cref="DocumentFormat"/>.</param>
/// <param name="Id">Names it.</param>
/// <param name="Act"><see cref="Announced"/>, <see cref="Activated"/>, <see cref="Ruled"/> or <see cref="Told"/>.</param>
/// <param name="Agreement">Hash of the agreement that the verdicts after the change are of.</param>
/// <param name="Safeguards">Hash of the safeguard pack in force, or, in a notice, of the pack that is to be; empty in a notice of an amendment alone.</param>
/// <param name="Subject">The ruling that it is about; empty for an agreement.</param>
/// <param name="Urgent">Why both parties let it take effect without notice, in the words of the amendment; empty where they do not.</param>
/// <param name="Time">When, whole seconds.</param>
/// <param name="Replayed">How many certified requests were decided again.</param>
/// <param name="Lapsed">Use cases whose facts were found by another safeguard pack and whose requests are not kept: their suites must be certified anew.</param>
/// <param name="Flips">Every verdict that turns.</param>
/// <param name="Found">What the pack finds in the suites that it takes over; null where it takes over none. Programs that do not know it pass the note over.</param>
public sealed record SuiteChange(
    string Format,
    string Id,
    string Act,
    string Agreement,
    string Safeguards,
    string Subject,
    string Urgent,
    DateTimeOffset Time,
    int Replayed,
    IReadOnlyList<string> Lapsed,
    IReadOnlyList<SuiteFlip> Flips,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SuiteFound>? Found = null)
{
    public const string DocumentFormat = "concordat-suite-change/1";

    public const string PayloadType = "application/vnd.concordat.suite-change+json";

    /// <summary>Notice was given; nothing has changed yet.</summary>
    public const string Announced = "announced";

    /// <summary>It took effect.</summary>
    public const string Activated = "activated";

    /// <summary>A ruling was taken or revoked.</summary>
    public const string Ruled = "ruled";

    /// <summary>A receiver, the <see cref="Subject"/>, was told of another change; nothing else is in it.</summary>
    public const string Told = "told";

    /// <summary>Whether there is something to tell owners.</summary>
    public bool IsNews() => Act is not Told && (Flips.Count > 0 || Lapsed.Count > 0);

    /// <summary>Names the note that a receiver was told of this change.</summary>
    public string ToldId(string channel) => $"told-{Id}-{channel}";
}
