using System.Collections.Concurrent;

namespace Concordat.Cedar;

/// <summary>
/// The one string for each attribute name that policies read, so that comparing it with the name in a record costs one pointer. Only
/// policies add names; data looks them up. Safe for use by many threads.
/// </summary>
internal static class AttributeNames
{
    private const int Most = 16 * 1024;
    private const int Longest = 128;

    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);

    /// <summary>The string for a name in a policy: the program's own literal where it has one.</summary>
    public static string Add(string name)
    {
        if (Names.TryGetValue(name, out var known))
        {
            return known;
        }

        var own = string.IsInterned(name) ?? name;
        return own.Length > Longest || Names.Count >= Most ? own : Names.GetOrAdd(own, own);
    }

    /// <summary>The string that policies have for a name, or the name itself.</summary>
    public static string Find(string name) => Names.TryGetValue(name, out var known) ? known : name;
}
