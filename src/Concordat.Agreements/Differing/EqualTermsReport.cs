using System.Collections.Immutable;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Differing;

/// <summary>How the terms of two instances compare, their names set aside.</summary>
/// <param name="One">The first instance.</param>
/// <param name="Other">The second.</param>
/// <param name="Differences">What differs, as if the second amended the first; names, identifiers, versions and first days are not in it.</param>
public sealed record EqualTermsReport(AgreementSource One, AgreementSource Other, DiffReport Differences)
{
    /// <summary>Differences that every two instances have and that are no terms: identifier, version, from when it holds, what it amends.</summary>
    public ImmutableArray<TextChange> OwnData { get; init; } = [];

    /// <summary>Whether it is proved that every request is decided alike, for all facts.</summary>
    public bool DecideAlike => Differences.KeepsVerdicts;

    /// <summary>Whether the terms are the same: decided alike, and in the same words where words bind.</summary>
    /// <remarks>A condition that is written otherwise and decides alike is no difference.</remarks>
    public bool AreEqual => DecideAlike && Differences.Terms.IsEmpty && Differences.Prose.IsEmpty && Differences.Authorities.IsEmpty && Differences.Facts.IsEmpty
        && Differences.Clauses.All(static clause => clause.Kind == ChangeKind.Changed && clause.Details.IsEmpty);
}
