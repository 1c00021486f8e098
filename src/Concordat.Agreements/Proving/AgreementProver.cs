using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Proving;

/// <summary>
/// Proves the red lines of an agreement for all facts: wherever the <c>when</c> of one holds and none of the acts that it names was done,
/// the verdict is no milder than its remedy, whatever its exceptions and all other clauses say.
/// </summary>
public static class AgreementProver
{
    /// <summary>Proves it; costs a second at most for agreements of the size of the base agreement.</summary>
    /// <param name="source">The agreement.</param>
    /// <param name="cancellationToken">Stops the proof.</param>
    public static ProofReport Prove(AgreementSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var found = new DiagnosticList();
        var lines = AgreementLint.Compile(source, found) is { } model ? Prove(source, model, found, cancellationToken) : [];
        return new ProofReport(source, AgreementPayload.Hash(AgreementPayload.Build(source)), lines, found.ToImmutable());
    }

    private static ImmutableArray<RedLineProof> Prove(AgreementSource source, AgreementModel model, DiagnosticList found, CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<RedLineProof>();
        var place = source.Place(AgreementSource.ClausesFile);
        var analyzer = new PolicyAnalyzer(model.Schema);
        var decider = new Decider(model);
        var prover = new RedLineProver(model, analyzer, decider, place);
        try
        {
            foreach (var (policy, clause) in model.Policies.Policies.Zip(model.Clauses).Where(each => each.Second.RedLine))
            {
                lines.Add(prover.Prove(policy, clause, cancellationToken));
            }

            new ClauseReview(model, analyzer, decider, place, found).Run(cancellationToken);
        }
        catch (AnalysisRefusedException refusal)
        {
            found.AddRefusal(refusal, place);
        }

        return lines.ToImmutable();
    }
}
