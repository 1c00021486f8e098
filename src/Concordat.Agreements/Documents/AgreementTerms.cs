using System.Collections.Immutable;

namespace Concordat.Agreements.Documents;

/// <summary>Terms that machinery other than clauses carries out.</summary>
/// <param name="Continuity">What a grey area does to certified work until it is ruled on: <c>hold</c> or <c>continue</c>.</param>
/// <param name="NoticeDays">Days between the last signature under an amendment and its effect.</param>
/// <param name="RulingHours">Hours within which the panel rules.</param>
/// <param name="UrgentRulingHours">The same for what an official declares urgent.</param>
/// <param name="WindowDays">Days over which distinct persons are counted.</param>
/// <param name="Witnesses">Roles whose witnesses must have cosigned the record.</param>
public sealed record AgreementTerms(
    string Continuity,
    int NoticeDays,
    int RulingHours,
    int UrgentRulingHours,
    int WindowDays,
    ImmutableArray<string> Witnesses);
