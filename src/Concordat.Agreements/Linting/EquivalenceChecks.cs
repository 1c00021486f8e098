using System.Collections.Immutable;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks which levels count as equal: each once, and in the order of both systems.</summary>
internal static class EquivalenceChecks
{
    public static void Run(AgreementMetadata metadata, Action<string, string> fault)
    {
        if (metadata.Terms.Equivalences is not { IsDefault: false } written)
        {
            return;
        }

        var known = ImmutableArray.CreateBuilder<(int Us, int Nato)>();
        foreach (var each in written)
        {
            var (us, nato) = (ClassificationLevels.UsRank(each?.Us), ClassificationLevels.NatoRank(each?.Nato));
            if (us == 0 || nato == 0)
            {
                fault("equivalences", $"`{each?.Us}` and `{each?.Nato}` are not a U.S. level ({string.Join(", ", ClassificationLevels.Us)}) and a NATO level ({string.Join(", ", ClassificationLevels.Nato)})");
                continue;
            }

            if (known.Any(other => other.Us == us || other.Nato == nato || other.Us > us != other.Nato > nato))
            {
                fault("equivalences", $"`{each!.Us}` and `{each.Nato}` contradict another equivalence: each level has one equal, and what is higher in one system is higher in the other");
            }

            known.Add((us, nato));
        }
    }
}
