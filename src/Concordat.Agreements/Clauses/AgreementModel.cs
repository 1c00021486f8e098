using System.Collections.Immutable;
using Concordat.Cedar;

namespace Concordat.Agreements.Clauses;

/// <summary>An agreement's clauses, parsed and checked; clauses and policies stand in the same order.</summary>
internal sealed record AgreementModel(PolicySet Policies, CedarSchema Schema, ImmutableArray<Clause> Clauses);
