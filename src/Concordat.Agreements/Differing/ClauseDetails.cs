using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;

namespace Concordat.Agreements.Differing;

/// <summary>What changes in the words of a clause.</summary>
internal static class ClauseDetails
{
    public static ImmutableArray<string> Of(ClausePair pair)
    {
        var (before, after) = (pair.BeforeClause!, pair.AfterClause!);
        (string Name, string Before, string After)[] all =
        [
            ("title", before.Title, after.Title),
            ("it", before.Effect == Effect.Permit ? "permits" : "forbids", after.Effect == Effect.Permit ? "permits" : "forbids"),
            ("remedy", RemedyNames.Of(before.Remedy), RemedyNames.Of(after.Remedy)),
            ("red line", before.RedLine ? "yes" : "no", after.RedLine ? "yes" : "no"),
            ("opens by", Acts(before), Acts(after)),
            ("authority", before.Authority ?? "the consent of the parties", after.Authority ?? "the consent of the parties"),
            ("scope", PolicyText.Head(pair.Before!), PolicyText.Head(pair.After!)),
        ];
        return
        [
            .. all.Where(each => each.Before != each.After).Select(each => $"{each.Name}: {TextDiff.Arrow(each.Before, each.After)}"),
            .. before.Because == after.Because ? [] : (string[])["because, now: " + after.Because],
            .. before.WouldChange == after.WouldChange ? [] : (string[])["would change, now: " + after.WouldChange],
        ];
    }

    private static string Acts(Clause clause) => clause.Opens.IsEmpty ? "nothing" : string.Join(", ", clause.Opens.Select(act => act.Name));
}
