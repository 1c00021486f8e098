using System.Collections.Frozen;
using Concordat.Gateway.Configuration;
using Concordat.Safeguards.Model;
using Concordat.Signing;

namespace Concordat.Gateway.Model;

/// <summary>The registered data sources. Immutable.</summary>
internal sealed class SourceRegistry(IReadOnlyList<SourceConfig> sources)
{
    private static readonly FrozenSet<string> Unknown = new[] { "unknown" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, SourceConfig> _byId = sources.ToFrozenDictionary(source => source.Id, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, VerifyingKey> _platforms = sources.Where(static source => source.Platform is not null)
        .ToFrozenDictionary(source => source.Id, source => VerifyingKey.Load(source.Platform!), StringComparer.Ordinal);

    /// <summary>Nothing is declared: the kind is unknown, and so is whether U.S. persons are in it.</summary>
    public static SourceFacts Undeclared { get; } = new(Unknown, Declared: false, UndeclaredIds: 0, UsPersonData: "unknown", Attested: false);

    /// <summary>The keys of the data platforms.</summary>
    public IReadOnlyList<VerifyingKey> Platforms => [.. _platforms.Values.Distinct()];

    /// <summary>The key of the platform that hands a source out; null where it has none.</summary>
    public VerifyingKey? PlatformOf(string source) => _platforms.GetValueOrDefault(source);

    /// <summary>
    /// The facts of a declaration. An id that is not registered counts as undeclared and makes the kind <c>unknown</c> too; so does,
    /// beside its own kind, a source with a platform that no token stands for. U.S.-person data is <c>yes</c> if any source has it,
    /// <c>unknown</c> if any is unsure.
    /// </summary>
    /// <param name="registeredFor">Ids that the use case is registered for; an id that is not among them counts as unregistered, so that
    /// nobody can declare a harmless source in place of their own. Null for the registration itself.</param>
    /// <param name="attested">Ids that valid tokens name.</param>
    public SourceFacts Resolve(IReadOnlyList<string> ids, IReadOnlyList<string>? registeredFor = null, IReadOnlyCollection<string>? attested = null)
    {
        if (ids.Count == 0)
        {
            return Undeclared;
        }

        var kinds = new HashSet<string>(StringComparer.Ordinal);
        long unregistered = 0;
        var doubtful = false;
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
            if (_platforms.ContainsKey(id) && attested?.Contains(id, StringComparer.Ordinal) != true)
            {
                doubtful = true;
                kinds.Add("unknown");
                persons = Worse(persons, "unknown");
            }
        }

        return new SourceFacts(
            kinds.ToFrozenSet(StringComparer.Ordinal), Declared: unregistered == 0 && !doubtful, unregistered, persons,
            Attested: attested is not null && ids.All(id => attested.Contains(id, StringComparer.Ordinal)));
    }

    private static string Worse(string a, string b) => a == "yes" || b == "yes" ? "yes" : a == "unknown" || b == "unknown" ? "unknown" : "no";
}
