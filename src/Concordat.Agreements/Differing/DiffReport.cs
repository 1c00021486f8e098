using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Differing;

/// <summary>What an amendment changes, in effect and in words.</summary>
/// <param name="Before">The agreement before.</param>
/// <param name="After">The agreement after.</param>
public sealed record DiffReport(AgreementSource Before, AgreementSource After)
{
    /// <summary>Clauses that change, in the order of their numbers. Each change of a verdict is the effect of one of them.</summary>
    public ImmutableArray<ClauseChange> Clauses { get; init; } = [];

    /// <summary>Metadata, parties and terms that change.</summary>
    public ImmutableArray<TextChange> Terms { get; init; } = [];

    /// <summary>Provisions and other parts of the prose that change.</summary>
    public ImmutableArray<TextChange> Prose { get; init; } = [];

    /// <summary>Authorities that change.</summary>
    public ImmutableArray<TextChange> Authorities { get; init; } = [];

    /// <summary>Facts that change: in the schema, and where instances of one template are compared, as the guide explains them.</summary>
    public ImmutableArray<TextChange> Facts { get; init; } = [];

    /// <summary>Why there is no comparison; empty when there is one.</summary>
    public ImmutableArray<AgreementDiagnostic> Problems { get; init; } = [];

    /// <summary>Whether it could be compared.</summary>
    public bool IsCompared => Problems.IsEmpty;

    /// <summary>Whether every verdict stays as it was, for all facts.</summary>
    public bool KeepsVerdicts => IsCompared && Clauses.All(clause => clause.Effects.IsEmpty);

    /// <summary>Whether nothing changes at all.</summary>
    public bool IsEmpty => IsCompared && Clauses.IsEmpty && Terms.IsEmpty && Prose.IsEmpty && Authorities.IsEmpty && Facts.IsEmpty;
}
