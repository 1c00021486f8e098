using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Proving;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Rulings;

/// <summary>
/// Proves for all facts that standing rulings open no red line: the agreement is read as if each clause that a ruling names had the ruling's
/// bounds as a further <c>unless</c>, and every red line of it is proved again. A red line opens only within the bounds of a ruling that names it.
/// </summary>
public static class RulingProver
{
    /// <param name="agreement">The agreement in force.</param>
    /// <param name="rulings">All rulings that would stand beside it.</param>
    /// <param name="cancellationToken">Stops the proof.</param>
    public static RulingProof Prove(Agreement agreement, ImmutableArray<StandingRuling> rulings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        var found = new DiagnosticList();
        if (AgreementLint.Compile(agreement.Source, found) is not { } model)
        {
            return new RulingProof([], "the agreement itself does not pass its checks");
        }

        if (FaultOf(model, rulings) is { } fault)
        {
            return new RulingProof([], fault);
        }

        if (!PolicySet.TryParse(string.Join('\n', model.Policies.Policies.Zip(model.Clauses, (policy, clause) => Soften(policy, clause, rulings))), "rulings", out var softened, out _)
            || softened!.Policies.Length != model.Policies.Policies.Length
            || Validator.Validate(softened, model.Schema).Any(finding => finding.Severity == CedarSeverity.Error))
        {
            return new RulingProof([], "a condition is no Cedar that fits the facts of the agreement");
        }

        return Prove(new AgreementModel(softened, model.Schema, model.Clauses), rulings, cancellationToken);
    }

    private static RulingProof Prove(AgreementModel model, ImmutableArray<StandingRuling> rulings, CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<RedLineProof>();
        var prover = new RedLineProver(model, new PolicyAnalyzer(model.Schema), new Decider(model), "rulings");
        try
        {
            foreach (var (policy, clause) in model.Policies.Policies.Zip(model.Clauses).Where(each => each.Second.RedLine))
            {
                lines.Add(prover.Prove(policy, clause, cancellationToken, [.. rulings.Where(ruling => ruling.Opens.Contains(clause.Id)).Select(ruling => ruling.Condition)]));
            }
        }
        catch (AnalysisRefusedException refusal)
        {
            return new RulingProof(lines.ToImmutable(), $"it cannot be proved: {refusal.Message}");
        }

        return new RulingProof(lines.ToImmutable(), null);
    }

    private static string? FaultOf(AgreementModel model, ImmutableArray<StandingRuling> rulings)
    {
        foreach (var ruling in rulings)
        {
            if (!PolicySet.TryParse(ruling.Text(), ruling.Id, out var alone, out _) || alone!.Policies is not [{ Conditions.Length: 1 }])
            {
                return $"the bounds of `{ruling.Id}` are not one Cedar expression";
            }

            foreach (var id in ruling.Clauses)
            {
                if (model.Clauses.FirstOrDefault(clause => clause.Id == id) is not { } clause || !RulingSet.IsRulable(clause))
                {
                    return $"`{ruling.Id}` rules on clause `{id}`, which waits for no ruling: only clauses with that remedy, and no red line, can be ruled on";
                }
            }

            foreach (var id in ruling.Opens)
            {
                if (model.Clauses.FirstOrDefault(clause => clause.Id == id) is not { RedLine: true } line || !line.Opens.Contains(HumanActs.Ruling))
                {
                    return $"`{ruling.Id}` says that it opens clause `{id}`, which is no red line that a ruling may open";
                }
            }
        }

        return null;
    }

    // The text of a policy ends with its semicolon; a line of its own keeps a comment before it from swallowing what follows.
    private static string Soften(Policy policy, Clause clause, ImmutableArray<StandingRuling> rulings)
    {
        var conditions = rulings.Where(ruling => ruling.Clauses.Contains(clause.Id)).Select(ruling => $"\nunless {{ {ruling.Condition} }}").ToList();
        return conditions.Count == 0 ? policy.Text : $"{policy.Text.TrimEnd()[..^1]}{string.Concat(conditions)}\n;";
    }
}
