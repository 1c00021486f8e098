using Concordat.Cedar.Json;

namespace Concordat.Cedar;

/// <summary>Entities and their hierarchy. Immutable and safe for use by many threads.</summary>
public sealed class EntityStore
{
    private readonly Dictionary<EntityUid, Entity> _entities;
    private readonly Dictionary<EntityUid, HashSet<EntityUid>> _ancestors = [];

    private EntityStore(Dictionary<EntityUid, Entity> entities)
    {
        _entities = entities;
        foreach (var entity in entities.Values)
        {
            if (!entity.Parents.IsEmpty)
            {
                _ancestors.Add(entity.Uid, AncestorsOf(entity));
            }
        }
    }

    /// <summary>A store without entities.</summary>
    public static EntityStore Empty { get; } = new([]);

    /// <summary>All entities.</summary>
    public IReadOnlyCollection<Entity> Entities => _entities.Values;

    /// <summary>A store of the given entities.</summary>
    /// <exception cref="ArgumentException">Two entities have one name, or an entity is its own ancestor.</exception>
    public static EntityStore Of(params IEnumerable<Entity> entities)
    {
        var byUid = new Dictionary<EntityUid, Entity>();
        foreach (var entity in entities)
        {
            if (!byUid.TryAdd(entity.Uid, entity))
            {
                throw new ArgumentException($"entity {entity.Uid} occurs twice", nameof(entities));
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

    private HashSet<EntityUid> AncestorsOf(Entity entity)
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
