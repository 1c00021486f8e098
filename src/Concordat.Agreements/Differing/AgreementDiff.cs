using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Differing;

/// <summary>Says what an amendment changes: the verdicts of clauses for all facts, and the words.</summary>
public static class AgreementDiff
{
    /// <summary>Compares two versions.</summary>
    /// <param name="before">The agreement before; it must pass the lint.</param>
    /// <param name="after">The agreement after; it must pass the lint.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    public static DiffReport Compare(AgreementSource before, AgreementSource after, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var found = new DiagnosticList();
        var report = new DiffReport(before, after);
        if (AgreementLint.Compile(before, found) is not { } earlier || AgreementLint.Compile(after, found) is not { } later)
        {
            return report with { Problems = Errors(found) };
        }

        report = report with
        {
            Terms = TextDiff.Terms(before.Metadata, after.Metadata),
            Prose = TextDiff.Prose(before.Prose, after.Prose),
            Authorities = TextDiff.Authorities(before.Authorities, after.Authorities),
            Facts = TextDiff.Facts(earlier.Schema, later.Schema),
        };
        if (CommonSchema(earlier, later) is not { } schema)
        {
            found.Error(
                AgreementCodes.NotComparable,
                "the two agreements speak of different facts, and clauses of each read some that the other does not have; amend the facts first, and the clauses then",
                after.Place(AgreementSource.SchemaFile));
            return report with { Problems = Errors(found) };
        }

        try
        {
            var clauses = CompareClauses(earlier with { Schema = schema }, later with { Schema = schema }, cancellationToken);
            return report with { Clauses = clauses };
        }
        catch (AnalysisRefusedException refusal)
        {
            found.AddRefusal(refusal, after.Place(AgreementSource.ClausesFile));
            return report with { Problems = Errors(found) };
        }
    }

    private static ImmutableArray<ClauseChange> CompareClauses(AgreementModel before, AgreementModel after, CancellationToken cancellationToken)
    {
        var analyzer = new PolicyAnalyzer(after.Schema);
        var regions = new RegionFinder(analyzer);
        var effects = new EffectFinder(analyzer, before, after);
        return [.. ClausePair.Of(before, after).Select(pair => Describe(pair, regions, effects.Find(pair, cancellationToken), cancellationToken))];
    }

    private static ClauseChange Describe(ClausePair pair, RegionFinder regions, ImmutableArray<ClauseEffect> effects, CancellationToken cancellationToken)
    {
        if (pair.Before is null || pair.After is null)
        {
            var policy = pair.After ?? pair.Before!;
            var head = PolicyText.Head(policy);
            var holds = regions.Of(head, Alternatives.Of(policy.Conditions.Where(condition => !condition.IsUnless).Select(condition => condition.Body)), cancellationToken);
            return new ClauseChange(pair.Before is null ? ChangeKind.Added : ChangeKind.Removed, pair.BeforeClause, pair.AfterClause)
            {
                Details = [],
                NewlyHolds = pair.Before is null ? holds : [],
                NoLongerHolds = pair.Before is null ? [] : holds,
                Exceptions = regions.Of(
                    head, policy.Conditions.Where(condition => condition.IsUnless).SelectMany(condition => Alternatives.Of([condition.Body])), cancellationToken),
                OtherwiseAsBefore = false,
                Effects = effects,
            };
        }

        var (before, after) = pair.Stripped(out var shared);
        var (gained, lost) = regions.Find(before, after, cancellationToken);
        return new ClauseChange(ChangeKind.Changed, pair.BeforeClause, pair.AfterClause)
        {
            Details = ClauseDetails.Of(pair),
            NewlyHolds = gained,
            NoLongerHolds = lost,
            Exceptions = [],
            OtherwiseAsBefore = shared,
            Effects = effects,
        };
    }

    // Facts that one version has and the other has not are no hindrance as long as the clauses of both can be read with the larger schema.
    private static CedarSchema? CommonSchema(AgreementModel before, AgreementModel after) =>
        Fits(before, after.Schema) ? after.Schema : Fits(after, before.Schema) ? before.Schema : null;

    private static bool Fits(AgreementModel model, CedarSchema schema) =>
        !Validator.Validate(model.Policies, schema).Any(found => found.Severity == CedarSeverity.Error);

    private static ImmutableArray<AgreementDiagnostic> Errors(DiagnosticList found) => [.. found.ToImmutable().Where(each => each.IsError)];
}
