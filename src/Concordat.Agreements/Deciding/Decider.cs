using System.Buffers;
using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;

namespace Concordat.Agreements.Deciding;

/// <summary>
/// Turns the outcomes of clauses into a verdict: a clause that errs refuses, the most severe remedy decides, and what no clause permits
/// is refused for want of scope. Immutable and safe for use by many threads.
/// </summary>
internal sealed class Decider
{
    private readonly CompiledPolicySet _policies;
    private readonly DecidingClause[] _clauses;

    public Decider(AgreementModel model)
    {
        _policies = CompiledPolicySet.Compile(model.Policies, model.Schema);
        _clauses = [.. model.Clauses.Select(clause => new DecidingClause(clause, clause.Because, clause.WouldChange))];
    }

    public CompiledPolicySet Policies => _policies;

    /// <summary>Decides; allocates nothing when the verdict is a permit.</summary>
    public Verdict Decide(in CedarRequest request)
    {
        var count = _clauses.Length;
        var rented = ArrayPool<PolicyOutcome>.Shared.Rent(count);
        try
        {
            var outcomes = rented.AsSpan(0, count);
            _policies.EvaluateAll(request, outcomes);
            return IsClear(outcomes) ? Verdict.Permit : Explain(outcomes);
        }
        finally
        {
            ArrayPool<PolicyOutcome>.Shared.Return(rented);
        }
    }

    private bool IsClear(ReadOnlySpan<PolicyOutcome> outcomes)
    {
        var permitted = false;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].IsError)
            {
                return false;
            }

            if (outcomes[i].IsSatisfied)
            {
                if (_clauses[i].Clause.Effect == Effect.Forbid)
                {
                    return false;
                }

                permitted = true;
            }
        }

        return permitted;
    }

    private Verdict Explain(ReadOnlySpan<PolicyOutcome> outcomes)
    {
        var permitted = false;
        for (var i = 0; i < outcomes.Length; i++)
        {
            permitted |= outcomes[i].IsSatisfied && _clauses[i].Clause.Effect == Effect.Permit;
        }

        var fired = ImmutableArray.CreateBuilder<DecidingClause>();
        var scopeNamed = permitted;
        Remedy? remedy = null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var clause = _clauses[i];
            var isPermission = clause.Clause.Effect == Effect.Permit;
            if (outcomes[i].IsError)
            {
                fired.Add(CouldNotBeEvaluated(clause, outcomes[i].Message));
                remedy = Remedy.Refuse;
                scopeNamed |= isPermission;
            }
            else if (isPermission && !scopeNamed)
            {
                // Nothing permits it: the first permission of the agreement says what the scope is.
                fired.Add(clause);
                remedy = Remedy.Refuse;
                scopeNamed = true;
            }
            else if (!isPermission && outcomes[i].IsSatisfied)
            {
                fired.Add(clause);
                remedy = remedy is null ? clause.Clause.Remedy : MoreSevere(remedy.Value, clause.Clause.Remedy);
            }
        }

        // Without a reason to hold there is only refusal left.
        var decisive = remedy ?? Remedy.Refuse;
        return new Verdict(decisive == Remedy.Refuse ? VerdictKind.Refuse : VerdictKind.Hold, fired.ToImmutable(), decisive);
    }

    // Of two holds the one that asks more of people is named: an authorization binds one act, a ruling many, masking none.
    private static Remedy MoreSevere(Remedy left, Remedy right) => Rank(left) >= Rank(right) ? left : right;

    private static int Rank(Remedy remedy) => remedy switch
    {
        Remedy.Refuse => 3,
        Remedy.Authorize => 2,
        Remedy.Ruling => 1,
        _ => 0,
    };

    private static DecidingClause CouldNotBeEvaluated(DecidingClause clause, string? error) => new(
        clause.Clause,
        $"clause {clause.Clause.Id} could not be evaluated, and what cannot be decided is refused",
        "report it to the operator of the gateway: the facts and the clause do not fit each other")
    { Error = error };
}
