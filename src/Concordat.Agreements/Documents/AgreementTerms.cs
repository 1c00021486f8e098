using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Documents;

/// <summary>Terms that machinery other than clauses carries out.</summary>
/// <param name="Continuity">
/// What findings in a grey area do to certified work until they are ruled on: <c>hold</c>, or <c>continue</c>, which lets it go on with notice and asks
/// people all the same.
/// </param>
/// <param name="NoticeDays">Days between the last signature under an amendment and its effect.</param>
/// <param name="RulingHours">Hours within which the panel rules.</param>
/// <param name="UrgentRulingHours">The same for what an official declares urgent.</param>
/// <param name="WindowDays">Days over which distinct persons are counted.</param>
/// <param name="Witnesses">Roles whose witnesses must have cosigned the record.</param>
/// <param name="WithoutQuorum">
/// What the gateway does while too few of them cosign: <c>continue</c>, which it tells at /readyz, or <c>stop</c>, which refuses every
/// request once the grace is over. <c>continue</c> where nothing is written.
/// </param>
/// <param name="QuorumGraceMinutes">Minutes that entries may wait for a quorum before it counts as missing; 60 where nothing is written.</param>
/// <param name="Addresses">
/// Blocks of addresses, such as <c>10.20.0.0/16</c>, at which deployments may stand though they are not public ones of their cloud: private
/// endpoints of a cloud, as a rule. None where nothing is written.
/// </param>
/// <param name="Quorums">Whose signatures decide held matters, where that is otherwise than what ships.</param>
/// <param name="HardwareKeys">
/// By role, <c>commander</c> or <c>official</c>, the models of hardware keys (AAGUID) with which alone people of that role decide; <c>card</c> lets
/// smart cards in. A role that is not written decides with any key that the configuration takes.
/// </param>
/// <param name="JudgeClearsBelow">
/// Suspicions below this score, from 41 to 70, may be lowered to absent by a judge model, where the configuration asks one and lets it. None may
/// be where nothing is written.
/// </param>
/// <param name="Networks">
/// By id, the networks that the agreement covers and what each is accredited for. A gateway on another network does not begin. Where nothing is written, the
/// configuration alone says it.
/// </param>
/// <param name="Suspension">Who suspends, and what one party can stop alone; all parties together, and nothing, where nothing is written.</param>
/// <param name="Orders">Who signs orders and speaks for a party; the parties with the keys that signed the agreement, and nobody else, where nothing is written.</param>
/// <param name="Termination">Who ends a use for good, and with which notice; all parties together, without notice, where nothing is written.</param>
/// <param name="People">
/// Who says who the people are that decide: <c>appointed</c> has each appointed by their own party, with its signature; where nothing is written, or <c>configured</c>, the configuration says it.
/// </param>
/// <param name="Equivalences">
/// Which U.S. and NATO levels count as equal. Where nothing is written none do: a mark of one system is above every ceiling of the other.
/// </param>
/// <param name="Clouds">
/// The clouds in which alone a deployment counts as hosted in a cloud. Where nothing is written, those count that publish their addresses, and no other.
/// </param>
public sealed record AgreementTerms(
    string Continuity,
    int NoticeDays,
    int RulingHours,
    int UrgentRulingHours,
    int WindowDays,
    ImmutableArray<string> Witnesses,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? WithoutQuorum = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? QuorumGraceMinutes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<string>? Addresses = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuorumTerms? Quorums = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableSortedDictionary<string, ImmutableArray<string>>? HardwareKeys = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? JudgeClearsBelow = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableSortedDictionary<string, NetworkTerms>? Networks = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SuspensionTerms? Suspension = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OrdersTerms? Orders = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<LevelEquivalence>? Equivalences = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TerminationTerms? Termination = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? People = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<CloudTerms>? Clouds = null)
{
    /// <summary>The word that stands for smart cards among <see cref="HardwareKeys"/>.</summary>
    public const string Card = "card";

    /// <summary>The word for people whom their parties appoint.</summary>
    public const string AppointedPeople = "appointed";

    /// <summary>The blocks of <see cref="Addresses"/>.</summary>
    /// <exception cref="FormatException">One is not a block; lint finds that before anybody signs.</exception>
    [JsonIgnore]
    public ImmutableArray<IPNetwork> Blocks => Addresses is { IsDefault: false } listed ? [.. listed.Select(IPNetwork.Parse)] : [];

    /// <summary>Whether people decide only whom their own party appointed, with its signature.</summary>
    [JsonIgnore]
    public bool AppointsPeople => People is AppointedPeople;

    /// <summary>Whether the gateway stops when no quorum of witnesses cosigns.</summary>
    [JsonIgnore]
    public bool StopsWithoutQuorum => WithoutQuorum is "stop";

    /// <summary>How long entries may wait for a quorum before it counts as missing.</summary>
    [JsonIgnore]
    public TimeSpan QuorumGrace => TimeSpan.FromMinutes(QuorumGraceMinutes ?? 60);
}
