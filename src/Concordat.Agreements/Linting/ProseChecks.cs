using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks that prose and clauses number and name the same provisions.</summary>
internal static class ProseChecks
{
    public static void Run(AgreementSource source, IReadOnlyList<Clause> clauses, DiagnosticList found)
    {
        var prosePlace = source.Place(AgreementSource.ProseFile);
        var clausesPlace = source.Place(AgreementSource.ClausesFile);
        var provisions = new Dictionary<ClauseId, ProseProvision>();
        foreach (var provision in Prose.Read(source.Prose).Provisions)
        {
            if (!provisions.TryAdd(provision.Id, provision))
            {
                found.Error(
                    AgreementCodes.ProseDuplicate, $"provision `{provision.Id}` stands in line {provisions[provision.Id].Line} already", prosePlace, provision.Line, 1);
            }
        }

        var executable = new HashSet<ClauseId>();
        foreach (var clause in clauses)
        {
            var id = clause.Id.ToString();
            executable.Add(clause.Id);
            if (!provisions.TryGetValue(clause.Id, out var provision))
            {
                found.Error(
                    AgreementCodes.ClauseWithoutProse, $"clause `{id}` has no prose; write it under a heading `### {id} {clause.Title}` in `{prosePlace}`",
                    clausesPlace, clause.Line, 1, id);
            }
            else if (provision.IsUndertaking)
            {
                found.Error(
                    AgreementCodes.ProseWithoutClause, $"provision `{id}` is marked as an undertaking, but has an executable clause", prosePlace, provision.Line, 1, id);
            }
            else if (!string.Equals(provision.Title, clause.Title, StringComparison.Ordinal))
            {
                found.Error(
                    AgreementCodes.TitleDiffers, $"provision `{id}` is titled `{provision.Title}` here and `{clause.Title}` in the clauses", prosePlace, provision.Line, 1, id);
            }
        }

        foreach (var provision in provisions.Values.Where(provision => !provision.IsUndertaking && !executable.Contains(provision.Id)))
        {
            found.Error(
                AgreementCodes.ProseWithoutClause,
                $"provision `{provision.Id}` has no executable clause; write one, or mark its heading with (undertaking)",
                prosePlace, provision.Line, 1, provision.Id.ToString());
        }
    }
}
