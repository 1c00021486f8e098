using System.Diagnostics.CodeAnalysis;
using Concordat.Cedar.Json;
using Concordat.Cedar.Schema;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar;

/// <summary>Which entities, actions and attributes exist, and of which types. Immutable.</summary>
public sealed class CedarSchema
{
    private readonly Dictionary<string, EntityTypeDeclaration> _entities;
    private readonly Dictionary<EntityUid, ActionDeclaration> _actions;
    private readonly IReadOnlyCollection<WrittenNamespace> _written;

    private CedarSchema(
        IReadOnlyCollection<WrittenNamespace> written,
        Dictionary<string, EntityTypeDeclaration> entities,
        Dictionary<EntityUid, ActionDeclaration> actions)
    {
        _written = written;
        _entities = entities;
        _actions = actions;
        ActionEntities = EntityStore.Of(actions.Values.Select(action => new Entity(action.Uid, null, action.Parents.AsSpan())));
    }

    /// <summary>Entity types by qualified name.</summary>
    public IReadOnlyDictionary<string, EntityTypeDeclaration> EntityTypes => _entities;

    /// <summary>Actions by name.</summary>
    public IReadOnlyDictionary<EntityUid, ActionDeclaration> Actions => _actions;

    /// <summary>The actions of the schema, as entities with their groups as parents.</summary>
    public EntityStore ActionEntities { get; }

    /// <summary>Reads schema text.</summary>
    /// <exception cref="CedarParseException">The text is not a schema.</exception>
    public static CedarSchema Parse(string text, string? file = null) =>
        TryParse(text, file, out var schema, out var diagnostics) ? schema : throw new CedarParseException(diagnostics);

    /// <summary>Reads schema text; every faulty declaration is reported, up to <see cref="CedarLimits.Diagnostics"/>.</summary>
    public static bool TryParse(
        string text,
        string? file,
        [NotNullWhen(true)] out CedarSchema? schema,
        out IReadOnlyList<CedarDiagnostic> diagnostics)
    {
        var bag = new DiagnosticBag(file);
        diagnostics = bag.Found;
        var namespaces = new SchemaParser(text, bag).ReadSchema();
        schema = bag.HasErrors ? null : Resolve(namespaces, bag);
        return schema is not null;
    }

    private static CedarSchema? Resolve(IReadOnlyCollection<WrittenNamespace> namespaces, DiagnosticBag bag)
    {
        var (entities, actions) = new SchemaResolver(namespaces, bag).Resolve();
        if (!bag.HasErrors)
        {
            RefuseCycles(actions, bag);
        }

        return bag.HasErrors ? null : new CedarSchema(namespaces, entities, actions);
    }

    /// <summary>Reads a schema in its JSON form.</summary>
    /// <exception cref="CedarParseException">The text is not a schema.</exception>
    public static CedarSchema ParseJson(string json, string? file = null) =>
        TryParseJson(json, file, out var schema, out var diagnostics) ? schema : throw new CedarParseException(diagnostics);

    /// <summary>Reads a schema in its JSON form; every faulty declaration is reported, up to <see cref="CedarLimits.Diagnostics"/>.</summary>
    public static bool TryParseJson(
        string json,
        string? file,
        [NotNullWhen(true)] out CedarSchema? schema,
        out IReadOnlyList<CedarDiagnostic> diagnostics)
    {
        var bag = new DiagnosticBag(file);
        diagnostics = bag.Found;
        var namespaces = new SchemaJsonReader(file, bag).Read(json);
        schema = bag.HasErrors ? null : Resolve(namespaces, bag);
        return schema is not null;
    }

    /// <summary>The JSON form, with every name as it was written.</summary>
    /// <param name="indented">Whether it is set out on several lines.</param>
    public string ToJson(bool indented = false) => JsonText.Write(indented, json => new SchemaJsonWriter(json).Write(_written));

    /// <summary>The Cedar form, with every name as it was written.</summary>
    /// <param name="text">The source.</param>
    /// <param name="problem">What the Cedar form has no place for: shapes that are common types, and names that would mean something else.</param>
    public bool TryToCedar([NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem) =>
        SchemaWriter.TryWrite(_written, out text, out problem);

    /// <summary>Whether entities of the first type can stand below, or be, entities of the second.</summary>
    internal bool CanBeIn(string type, string ancestor) =>
        string.Equals(type, ancestor, StringComparison.Ordinal)
        || (_entities.TryGetValue(ancestor, out var declared) && declared.Descendants.Contains(type))
        || (EntityType.IsActionName(type) && CanActionBeIn(type, ancestor));

    internal bool IsKnownType(string type) =>
        EntityType.IsActionName(type)
            ? _actions.Keys.Any(uid => string.Equals(uid.Type, type, StringComparison.Ordinal))
            : _entities.ContainsKey(type);

    private bool CanActionBeIn(string type, string ancestor) =>
        _actions.Keys.Any(low => string.Equals(low.Type, type, StringComparison.Ordinal)
            && _actions.Keys.Any(high => string.Equals(high.Type, ancestor, StringComparison.Ordinal) && ActionEntities.IsIn(low, high)));

    private static void RefuseCycles(Dictionary<EntityUid, ActionDeclaration> actions, DiagnosticBag bag)
    {
        foreach (var action in actions.Values)
        {
            var seen = new HashSet<EntityUid>();
            var open = new Stack<EntityUid>(action.Parents);
            while (open.TryPop(out var uid))
            {
                if (uid.Equals(action.Uid))
                {
                    bag.Error("cyclic-action", action.Span, $"action `{uid}` is in a group that is in it");
                    break;
                }

                if (seen.Add(uid) && actions.TryGetValue(uid, out var group))
                {
                    foreach (var next in group.Parents)
                    {
                        open.Push(next);
                    }
                }
            }
        }
    }
}
