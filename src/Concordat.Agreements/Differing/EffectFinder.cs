using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Facts;
using Concordat.Agreements.Proving;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Differing;

/// <summary>
/// Finds the verdicts that a change of one clause changes. A verdict is made of which clauses hold and of their remedies, so that each
/// change of a verdict is the effect of some changed clause.
/// </summary>
internal sealed class EffectFinder(PolicyAnalyzer analyzer, AgreementModel before, AgreementModel after)
{
    private readonly Passage _passage = new(analyzer);
    private readonly Decider _before = new(before);
    private readonly Decider _after = new(after);

    /// <exception cref="AnalysisRefusedException">There is no exact answer, or not within the limits.</exception>
    public ImmutableArray<ClauseEffect> Find(ClausePair pair, CancellationToken cancellationToken)
    {
        var effects = ImmutableArray.CreateBuilder<ClauseEffect>();
        foreach (var action in AgreementActions.All.Where(after.Schema.Actions.ContainsKey))
        {
            var moment = ($"permit (principal, action == {action}, resource);", true);
            Add(effects, [moment, (pair.BeforeText, false), (pair.AfterText, true)], pair, gained: true, cancellationToken);
            Add(effects, [moment, (pair.BeforeText, true), (pair.AfterText, false)], pair, gained: false, cancellationToken);
            if (pair.BeforeClause is { } earlier && pair.AfterClause is { } later && earlier.Remedy != later.Remedy)
            {
                Add(effects, [moment, (pair.BeforeText, true), (pair.AfterText, true)], pair, later.Remedy < earlier.Remedy, cancellationToken);
            }
        }

        return effects.ToImmutable();
    }

    private void Add(
        ImmutableArray<ClauseEffect>.Builder effects, ImmutableArray<(string Policy, bool Holds)> described, ClausePair pair, bool gained, CancellationToken cancellationToken)
    {
        if (Show(described, _passage.Find(described, cancellationToken)) is not { } shown)
        {
            return;
        }

        // A prohibition that reaches further is seen best in what was permitted; one that reaches less, in what is permitted now.
        var forbids = pair.Effect == Effect.Forbid;
        var side = gained == forbids ? before : after;
        var mildest = gained == forbids ? shown.From : shown.To;
        if (mildest != Outcome.Permitted || shown.From == shown.To)
        {
            var own = Outcomes.Of((gained ? pair.AfterClause : pair.BeforeClause)?.Remedy);
            var rest = side.Policies.Policies.Where(policy => !IsOf(pair, policy) || policy.Effect == Effect.Permit);
            shown = Show(described, Search(described, rest, _ => true, cancellationToken))
                ?? Show(described, Search(described, rest, policy => Outcomes.OfRemedy(policy) >= own, cancellationToken))
                ?? shown;
        }

        if (shown.From != shown.To)
        {
            effects.Add(shown);
        }
    }

    private Witness? Search(
        ImmutableArray<(string Policy, bool Holds)> described, IEnumerable<Policy> clauses, Func<Policy, bool> bars, CancellationToken cancellationToken) =>
        _passage.Find(described, clauses, bars, permission: true, cancellationToken);

    // The witness made ordinary; first with the verdicts that the ordinary request has, since those people expect.
    private ClauseEffect? Show(ImmutableArray<(string Policy, bool Holds)> described, Witness? witness)
    {
        if (witness is null)
        {
            return null;
        }

        var tests = described.Select(each => (Test: new PolicyTest(each.Policy, after.Schema), each.Holds)).ToList();
        var (from, to) = Verdicts(witness.Request);
        bool IsDescribed(CedarRequest request) => tests.TrueForAll(each => each.Test.Holds(request) == each.Holds);
        var example = ExampleMaker.Make(witness.Request, IsDescribed);
        if (Verdicts(example.Request) is var ordinary && ordinary.From != ordinary.To)
        {
            (from, to) = ordinary;
        }
        else
        {
            example = ExampleMaker.Make(witness.Request, request => IsDescribed(request) && Verdicts(request) == (from, to));
        }

        return new ClauseEffect(example.Request.Action, example.Request.Resource.Type, from, to, example);
    }

    private (Outcome From, Outcome To) Verdicts(CedarRequest request) =>
        (Outcomes.Of(_before.Decide(request)), Outcomes.Of(_after.Decide(request)));

    private static bool IsOf(ClausePair pair, Policy policy) => ReferenceEquals(policy, pair.Before) || ReferenceEquals(policy, pair.After);
}
