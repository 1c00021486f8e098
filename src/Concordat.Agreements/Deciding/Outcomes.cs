using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Deciding;

/// <summary>Outcomes of verdicts, in words, and as the rule by which proofs decide; a test holds the rule to the decider.</summary>
public static class Outcomes
{
    /// <summary>How clauses make an outcome: the most severe remedy decides, an error refuses, and so does the want of a permission.</summary>
    internal static OutcomeRule<Outcome> Rule { get; } = OutcomeRules.Fold<(bool Permitted, Outcome Worst), Outcome>(
        (false, Outcome.Permitted),
        (state, clause, kind) => kind switch
        {
            PolicyOutcomeKind.NotSatisfied => state,
            PolicyOutcomeKind.Satisfied when clause.Effect == Effect.Permit => state with { Permitted = true },
            PolicyOutcomeKind.Satisfied => state with { Worst = Max(state.Worst, OfRemedy(clause)) },
            _ => state with { Worst = Outcome.Refused },
        },
        state => state.Permitted ? state.Worst : Outcome.Refused);

    /// <summary>The outcome that a verdict is.</summary>
    public static Outcome Of(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict.Kind switch
        {
            VerdictKind.Permit => Outcome.Permitted,
            VerdictKind.Refuse => Outcome.Refused,
            _ => Of(verdict.Remedy),
        };
    }

    /// <summary>The outcome in words: <c>held for a ruling</c>.</summary>
    public static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Permitted => "permitted",
        Outcome.HeldForMasking => "held until masked",
        Outcome.HeldForRuling => "held for a ruling",
        Outcome.HeldForAuthorization => "held for an authorization",
        Outcome.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "unknown outcome"),
    };

    // A remedy that is not known refuses: such a clause cannot have passed the lint.
    internal static Outcome Of(Remedy? remedy) => remedy switch
    {
        Remedy.Mask => Outcome.HeldForMasking,
        Remedy.Ruling => Outcome.HeldForRuling,
        Remedy.Authorize => Outcome.HeldForAuthorization,
        _ => Outcome.Refused,
    };

    internal static Outcome OfRemedy(Policy clause) =>
        Of(clause.Annotations.TryGetValue("remedy", out var remedy) ? RemedyNames.Parse(remedy) : null);

    private static Outcome Max(Outcome left, Outcome right) => left > right ? left : right;
}
