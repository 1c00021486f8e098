using System.Buffers;
using System.Collections.Immutable;
using Concordat.Cedar;

namespace Concordat.Agreements.Rulings;

/// <summary>Standing rulings beside the clauses of an agreement, ready to decide. Immutable and safe for use by many threads.</summary>
/// <remarks>
/// It has the effect of an <c>unless</c> with the bounds at each clause that a ruling names, which is what <see cref="RulingProver"/> proves. A
/// verdict is changed only where nothing but the remedy <c>ruling</c> stands in its way: no refusal and no authorization is ever ruled away.
/// </remarks>
public sealed class RulingSet
{
    private readonly CompiledPolicySet _policies;

    public RulingSet(ImmutableArray<StandingRuling> rulings, CedarSchema schema)
    {
        Rulings = rulings;
        _policies = CompiledPolicySet.Compile(PolicySet.Parse(string.Join('\n', rulings.Select(ruling => ruling.Text()))), schema);
    }

    public ImmutableArray<StandingRuling> Rulings { get; }

    /// <summary>The verdict with the rulings in mind: a permit that names them, where every clause that holds is ruled on; otherwise the same.</summary>
    public Verdict Settle(Verdict verdict, in CedarRequest request)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        if (Rulings.IsEmpty || verdict.Kind != VerdictKind.Hold || verdict.Clauses.Any(fired => !IsRulable(fired)))
        {
            return verdict;
        }

        var rented = ArrayPool<PolicyOutcome>.Shared.Rent(Rulings.Length);
        try
        {
            var outcomes = rented.AsSpan(0, Rulings.Length);
            _policies.EvaluateAll(request, outcomes);
            return Settle(verdict, outcomes);
        }
        finally
        {
            ArrayPool<PolicyOutcome>.Shared.Return(rented);
        }
    }

    /// <summary>Whether a ruling can be about a clause at all: it waits for one, and no red line hangs on it alone.</summary>
    public static bool IsRulable(Clause clause)
    {
        ArgumentNullException.ThrowIfNull(clause);
        return clause is { Effect: Effect.Forbid, Remedy: Remedy.Ruling, RedLine: false };
    }

    private static bool IsRulable(DecidingClause fired) => fired.Error is null && IsRulable(fired.Clause);

    private Verdict Settle(Verdict verdict, ReadOnlySpan<PolicyOutcome> outcomes)
    {
        var cited = ImmutableArray.CreateBuilder<string>();
        foreach (var fired in verdict.Clauses)
        {
            if (Find(fired.Clause.Id, outcomes) is not { } ruling)
            {
                return verdict;
            }

            if (!cited.Contains(ruling.Id))
            {
                cited.Add(ruling.Id);
            }
        }

        return new Verdict(VerdictKind.Permit, [], null) { Rulings = cited.ToImmutable() };
    }

    private StandingRuling? Find(ClauseId clause, ReadOnlySpan<PolicyOutcome> outcomes)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].IsSatisfied && Rulings[i].Clauses.Contains(clause))
            {
                return Rulings[i];
            }
        }

        return null;
    }
}
