using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Cedar;

namespace Concordat.Agreements.Linting;

/// <summary>Checks that an agreement says the same to people and to the gateway, and that the gateway can carry it out.</summary>
public static class AgreementLint
{
    /// <summary>Every finding; the agreement can be signed when none of them is an error.</summary>
    /// <param name="source">The agreement.</param>
    /// <param name="now">The present, by which authorities may have expired or gone unread for long; without it that is not checked.</param>
    public static ImmutableArray<AgreementDiagnostic> Check(AgreementSource source, DateTimeOffset? now = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var found = new DiagnosticList();
        if (Compile(source, found) is { } model)
        {
            Review(source, model, now, found);
        }

        return found.ToImmutable();
    }

    /// <summary>Parses and checks; the outcome is none when there is any error.</summary>
    internal static AgreementModel? Compile(AgreementSource source, DiagnosticList found)
    {
        MetadataChecks.Run(source, found);
        AuthorityChecks.RunData(source, found);

        var place = source.Place(AgreementSource.ClausesFile);
        var hasSchema = CedarSchema.TryParse(source.Schema, source.Place(AgreementSource.SchemaFile), out var schema, out var schemaFindings);
        found.AddCedar(schemaFindings);
        var hasPolicies = PolicySet.TryParse(source.Clauses, place, out var policies, out var policyFindings);
        found.AddCedar(policyFindings);
        if (!hasSchema || !hasPolicies)
        {
            return null;
        }

        found.AddCedar(Validator.Validate(policies!, schema!));
        foreach (var template in policies!.Templates)
        {
            // A template decides nothing until it is linked: in a signed text it would look like a clause and be none.
            found.Error(
                AgreementCodes.OutsideSubset,
                $"policy `{template.Id}` is a template; a clause names what it is about",
                place, template.EffectSpan.Line, template.EffectSpan.Column, template.Id);
        }

        var clauses = ImmutableArray.CreateBuilder<Clause>(policies.Policies.Length);
        foreach (var policy in policies.Policies)
        {
            if (ClauseReader.Read(policy, place, found) is not { } clause)
            {
                continue;
            }

            clauses.Add(clause);
            ClauseChecks.Run(policy, clause, place, found);
            AuthorityChecks.RunReferences(policy, clause, source, place, found);
            SubsetChecks.Run(policy, clause, place, found);
        }

        ClauseChecks.RunAll(clauses, place, found);
        ProseChecks.Run(source, clauses, found);
        CoverageChecks.Run(policies, place, found);
        return found.HasErrors ? null : new AgreementModel(policies, schema!, clauses.ToImmutable());
    }

    // What matters before people sign, and no longer when they have: a signed agreement loads whatever its authorities have become.
    private static void Review(AgreementSource source, AgreementModel model, DateTimeOffset? now, DiagnosticList found)
    {
        var clauses = model.Policies.Policies.Zip(model.Clauses).ToList();
        foreach (var (policy, clause) in clauses)
        {
            FactChecks.Run(policy, clause, source.Place(AgreementSource.ClausesFile), found);
        }

        AuthorityDates.Run(source, clauses, now, found);
        CitationChecks.Run(source, found);
        TermChecks.Run(source, model.Policies, found);
    }
}
