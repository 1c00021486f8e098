using Concordat.Agreements.Documents;
using Concordat.Agreements.Publishing;

namespace Concordat.Agreements.Linting;

/// <summary>Checks that what is to be withheld from the public is there: a slip of the pen would publish it.</summary>
internal static class WithheldChecks
{
    public static void Run(AgreementSource source, Action<string, string> fault)
    {
        if (source.Metadata.Withheld is not { } withheld)
        {
            return;
        }

        if (withheld.IsDefault)
        {
            fault("withheld", "`withheld` is null; list what is withheld, or leave it out");
            return;
        }

        var parts = ProsePart.Read(source.Prose).SelectMany(static part => part.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var key in withheld)
        {
            if (!parts.Contains(key))
            {
                fault("withheld", $"`withheld` names `{key}`, and {AgreementSource.ProseFile} has no such part; write the number of an article (13) or provision (13.2), or an annex (Annex A)");
            }
        }

        foreach (var twice in withheld.GroupBy(static key => key, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            fault("withheld", $"`withheld` names `{twice.Key}` twice");
        }
    }
}
