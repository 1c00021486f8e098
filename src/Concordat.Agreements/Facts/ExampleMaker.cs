using System.Collections.Immutable;
using Concordat.Cedar;

namespace Concordat.Agreements.Facts;

/// <summary>Makes an example out of any request that shows something, by making everything about it ordinary that need not be otherwise.</summary>
internal static class ExampleMaker
{
    /// <summary>Makes it; each step is decided anew, so that the example still shows what the request showed.</summary>
    /// <param name="request">A request that shows it.</param>
    /// <param name="shows">Whether a request shows it.</param>
    /// <exception cref="InvalidOperationException">The request does not show it.</exception>
    public static Example Make(CedarRequest request, Func<CedarRequest, bool> shows)
    {
        if (!shows(request))
        {
            throw new InvalidOperationException("a witness of the analysis does not show what it was found for");
        }

        var sheet = new FlatFacts(request);
        foreach (var fact in KnownFacts.All)
        {
            Try(sheet, shows, fact.Path, fact.Ordinary);
        }

        foreach (var fact in KnownFacts.All.Where(fact => fact.Ordinary.Kind == CedarValueKind.Set))
        {
            Thin(sheet, shows, fact.Path);
        }

        Source(sheet, shows);
        var shown = KnownFacts.All.Select(fact => fact.Path).Concat(sheet.Facts.Keys).Distinct(StringComparer.Ordinal)
            .Where(path => sheet.Facts.ContainsKey(path) && KnownFacts.Find(path)?.Ordinary != sheet[path])
            .Select(path => new ExampleFact(path, sheet[path], FactWords.Of(path, sheet[path])))
            .ToImmutableArray();
        Complete(sheet, shows);
        return new Example(sheet.Request, shown);
    }

    private static void Try(FlatFacts sheet, Func<CedarRequest, bool> shows, string path, CedarValue value)
    {
        var before = sheet[path];
        if (before.IsNone || before == value)
        {
            return;
        }

        sheet[path] = value;
        if (!shows(sheet.Request))
        {
            sheet[path] = before;
        }
    }

    private static void Thin(FlatFacts sheet, Func<CedarRequest, bool> shows, string path)
    {
        if (sheet[path] is not { Kind: CedarValueKind.Set } set)
        {
            return;
        }

        foreach (var element in set.AsSet.OrderBy(element => element.ToString(), StringComparer.Ordinal))
        {
            Try(sheet, shows, path, CedarValue.FromSet(CedarSet.Of(sheet[path].AsSet.Where(kept => kept != element))));
        }
    }

    // A source that is declared is of some kind, and one that is of some kind is declared.
    private static void Source(FlatFacts sheet, Func<CedarRequest, bool> shows)
    {
        if (sheet["sources.kinds"] is not { Kind: CedarValueKind.Set } kinds || !sheet["sources.declared"].TryBool(out var declared))
        {
            return;
        }

        if (kinds.AsSet.Count > 0)
        {
            Try(sheet, shows, "sources.declared", CedarValue.FromBool(true));
        }

        foreach (var kind in declared && kinds.AsSet.Count == 0 ? KnownFacts.Find("sources.kinds")!.Values : [])
        {
            Try(sheet, shows, "sources.kinds", CedarValue.FromSet(CedarSet.Of(CedarValue.FromString(kind))));
            if (sheet["sources.kinds"].AsSet.Count > 0)
            {
                break;
            }
        }
    }

    // Counts that belong together: whoever is presumed to be a U.S. person is identified, and of unknown nationality if not shown to be one.
    private static void Complete(FlatFacts sheet, Func<CedarRequest, bool> shows)
    {
        if (Count("persons.presumedUs") is not { } presumed || Count("persons.us") is not { } us || Count("persons.foreign") is not { } foreign)
        {
            return;
        }

        Try(sheet, shows, "persons.unknown", CedarValue.FromLong(Math.Max(0, presumed - us)));
        Try(sheet, shows, "persons.distinct", CedarValue.FromLong(Math.Max(Count("persons.distinct") ?? 0, presumed + foreign)));
        Try(sheet, shows, "persons.inWindow", CedarValue.FromLong(Math.Max(Count("persons.inWindow") ?? 0, presumed)));

        long? Count(string path) => sheet[path].TryLong(out var count) && count is >= 0 and < int.MaxValue ? count : null;
    }
}
