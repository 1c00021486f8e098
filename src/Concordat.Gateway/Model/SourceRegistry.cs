using System.Collections.Frozen;
using Concordat.Gateway.Configuration;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Model;

/// <summary>The registered data sources. Immutable.</summary>
internal sealed class SourceRegistry(IReadOnlyList<SourceConfig> sources)
{
    private static readonly FrozenSet<string> Unknown = new[] { "unknown" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, SourceConfig> _byId = sources.ToFrozenDictionary(source => source.Id, StringComparer.Ordinal);

    /// <summary>Nothing is declared: the kind is unknown, and so is whether U.S. persons are in it.</summary>
    public static SourceFacts Undeclared { get; } = new(Unknown, Declared: false, UndeclaredIds: 0, UsPersonData: "unknown");

    /// <summary>
    /// The facts of a declaration. An id that is not registered counts as undeclared and makes the kind <c>unknown</c> too;
    /// U.S.-person data is <c>yes</c> if any source has it, <c>unknown</c> if any is unsure.
    /// </summary>
    /// <param name="registeredFor">Ids that the use case is registered for; an id that is not among them counts as unregistered, so that
    /// nobody can declare a harmless source in place of their own. Null for the registration itself.</param>
    public SourceFacts Resolve(IReadOnlyList<string> ids, IReadOnlyList<string>? registeredFor = null)
    {
        if (ids.Count == 0)
        {
            return Undeclared;
        }

        var kinds = new HashSet<string>(StringComparer.Ordinal);
        long unregistered = 0;
        var persons = "no";
        foreach (var id in ids)
        {
            if (!_byId.TryGetValue(id, out var source) || registeredFor?.Contains(id, StringComparer.Ordinal) == false)
            {
                unregistered++;
                kinds.Add("unknown");
                persons = Worse(persons, "unknown");
                continue;
            }

            kinds.Add(source.Kind);
            persons = Worse(persons, source.UsPersonData);
        }

        return new SourceFacts(kinds.ToFrozenSet(StringComparer.Ordinal), Declared: unregistered == 0, unregistered, persons);
    }

    private static string Worse(string a, string b) => a == "yes" || b == "yes" ? "yes" : a == "unknown" || b == "unknown" ? "unknown" : "no";
}
