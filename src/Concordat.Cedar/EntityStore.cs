using Concordat.Cedar.Json;

namespace Concordat.Cedar;

/// <summary>Entities and their hierarchy. Immutable and safe for use by many threads.</summary>
public sealed class EntityStore
{
    private static readonly HashSet<EntityUid> NoAncestors = [];

    private readonly Dictionary<EntityUid, Entity> _entities;
    private readonly Dictionary<EntityUid, HashSet<EntityUid>> _ancestors = [];

    private EntityStore(Dictionary<EntityUid, Entity> entities)
    {
        _entities = entities;
        var pairs = 0L;
        foreach (var entity in entities.Values)
        {
            if (!entity.Parents.IsEmpty)
            {
                var ancestors = FindAncestors(entity);
                pairs += ancestors.Count;
                if (pairs > CedarLimits.Ancestors)
                {
                    throw new ArgumentException($"the hierarchy has more than {CedarLimits.Ancestors} pairs of entity and ancestor", nameof(entities));
                }

                _ancestors.Add(entity.Uid, ancestors);
            }
        }
    }

    /// <summary>A store without entities.</summary>
    public static EntityStore Empty { get; } = new([]);

    /// <summary>All entities.</summary>
    public IReadOnlyCollection<Entity> Entities => _entities.Values;

    /// <summary>A store of the given entities.</summary>
    /// <exception cref="ArgumentException">Two entities have one name, an entity is its own ancestor, or there are too many.</exception>
    public static EntityStore Of(params IEnumerable<Entity> entities)
    {
        var byUid = new Dictionary<EntityUid, Entity>();
        foreach (var entity in entities)
        {
            if (!byUid.TryAdd(entity.Uid, entity))
            {
                throw new ArgumentException($"entity {entity.Uid} occurs twice", nameof(entities));
            }

            if (byUid.Count > CedarLimits.Entities)
            {
                throw new ArgumentException($"there are more than {CedarLimits.Entities} entities", nameof(entities));
            }
        }

        return new EntityStore(byUid);
    }

    /// <summary>Reads entities in Cedar's JSON form.</summary>
    /// <param name="json">An array of objects with <c>uid</c>, <c>attrs</c>, <c>parents</c> and <c>tags</c>.</param>
    /// <param name="schema">Where given, entities and extension values may be written in their short forms.</param>
    /// <param name="file">Name of the text, for messages.</param>
    /// <exception cref="CedarParseException">The text does not hold entities.</exception>
    public static EntityStore Parse(string json, CedarSchema? schema = null, string? file = null) =>
        JsonText.Read(json, file, root => Of(JsonEntities.Read(root, schema)));

    /// <summary>The entity of that name, or null.</summary>
    public Entity? Find(EntityUid uid) => _entities.GetValueOrDefault(uid);

    /// <summary>Whether the first is the second or stands below it.</summary>
    public bool IsIn(EntityUid uid, EntityUid ancestor) =>
        uid.Equals(ancestor) || (_ancestors.Count != 0 && _ancestors.TryGetValue(uid, out var ancestors) && ancestors.Contains(ancestor));

    /// <summary>Every entity that the entity stands below.</summary>
    internal IReadOnlySet<EntityUid> AncestorsOf(EntityUid uid) => _ancestors.TryGetValue(uid, out var found) ? found : NoAncestors;

    private HashSet<EntityUid> FindAncestors(Entity entity)
    {
        var ancestors = new HashSet<EntityUid>();
        var open = new Stack<EntityUid>(entity.Parents);
        while (open.TryPop(out var uid))
        {
            if (uid.Equals(entity.Uid))
            {
                throw new ArgumentException($"entity {uid} is its own ancestor", nameof(entity));
            }

            if (!ancestors.Add(uid))
            {
                continue;
            }

            if (_ancestors.TryGetValue(uid, out var known))
            {
                ancestors.UnionWith(known);
            }
            else if (_entities.TryGetValue(uid, out var parent))
            {
                foreach (var next in parent.Parents)
                {
                    open.Push(next);
                }
            }
        }

        return ancestors.Contains(entity.Uid) ? throw new ArgumentException($"entity {entity.Uid} is its own ancestor", nameof(entity)) : ancestors;
    }
}
