using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Analysis.Domains;
using Concordat.Cedar.Analysis.Formulas;
using Concordat.Cedar.Extensions;
using Concordat.Cedar.Schema;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Analysis;

/// <summary>Makes a complete request, with its entities, from a path through a diagram.</summary>
internal sealed class WitnessBuilder(FactTable facts, Cube path)
{
    private Cube? _conflict;

    /// <summary>The request, or null with cells that exclude each other.</summary>
    public CedarRequest? Build(out EntityStore entities, out Cube? conflict)
    {
        var environment = facts.Environment;
        var principal = Fact.OfRoot(RequestVariable.Principal, new EntityType(environment.Principal));
        var resource = Fact.OfRoot(RequestVariable.Resource, new EntityType(environment.Resource));
        var context = RecordOf(Fact.OfRoot(RequestVariable.Context, environment.Action.Context), environment.Action.Context);
        var request = new CedarRequest(ValueOf(principal).AsEntity, environment.Action.Uid, ValueOf(resource).AsEntity, context);
        entities = EntityStore.Of([.. EntitiesOf(principal, request.Principal), .. EntitiesOf(resource, request.Resource)]);
        conflict = _conflict;
        return conflict is null ? request : null;
    }

    private CedarRecord RecordOf(Fact fact, RecordType type)
    {
        var shape = type.ToShape();
        var values = new CedarValue[shape.Count];
        for (var slot = 0; slot < values.Length; slot++)
        {
            var name = shape.NameAt(slot);
            var part = fact.Attribute(name, type.Attributes[name]);
            if (part.IsRequired || IsPresent(part))
            {
                values[slot] = ValueOf(part);
            }
        }

        return new CedarRecord(shape, values);
    }

    private CedarValue ValueOf(Fact fact)
    {
        if (fact.Type is RecordType record)
        {
            return CedarValue.FromRecord(RecordOf(fact, record));
        }

        if (facts.ValueOf(fact) is not { } domain)
        {
            return Unremarkable(fact.Type);
        }

        var value = domain.Choose(path, out var conflict);
        _conflict ??= conflict;
        return conflict is null ? value : Unremarkable(fact.Type);
    }

    private bool IsPresent(Fact fact) => facts.PresenceOf(fact) is { } presence && presence.Choose(path, out _).AsBool;

    private CedarValue Unremarkable(CedarType type) => type switch
    {
        BoolType => CedarValue.FromBool(false),
        LongType => CedarValue.FromLong(0),
        StringType => CedarValue.FromString(""),
        SetType => CedarValue.FromSet(CedarSet.Empty),
        EntityType entity => CedarValue.FromEntity(new EntityUid(
            entity.Name,
            Comparison.Choices(entity, facts.Schema) is { IsDefaultOrEmpty: false } choices ? choices[0] : FreshText.Candidates.First())),
        RecordType record => CedarValue.FromRecord(CedarRecord.Of(record.Attributes
            .Where(pair => pair.Value.IsRequired)
            .Select(pair => KeyValuePair.Create(pair.Key, Unremarkable(pair.Value.Type))))),
        ExtensionType { Name: "decimal" } => CedarValue.FromDecimal(0),
        ExtensionType { Name: "datetime" } => CedarValue.FromDatetime(0),
        ExtensionType { Name: "duration" } => CedarValue.FromDuration(0),
        _ => ExtensionFunctions.Call("ip", CedarValue.FromString("192.0.2.1"), default, out _),
    };

    private List<Entity> EntitiesOf(Fact fact, EntityUid uid)
    {
        if (!IsPresent(fact) || !facts.Schema.EntityTypes.TryGetValue(uid.Type, out var declared))
        {
            return [];
        }

        var parents = new List<EntityUid>();
        var between = new List<Entity>();
        var ancestors = (facts.ValueOf(fact) as EntityDomain)?.Ancestors(path) ?? [];
        foreach (var ancestor in ancestors.Where(ancestor => !ancestor.Equals(uid)))
        {
            parents.Add(ReachUp(declared, ancestor, between));
        }

        return [new Entity(uid, RecordOf(fact, declared.Attributes), [.. parents], CedarRecord.Empty), .. between];
    }

    // Where the schema does not let an entity stand directly in its ancestor, others must stand between them.
    private EntityUid ReachUp(EntityTypeDeclaration from, EntityUid ancestor, List<Entity> between)
    {
        var types = TypesBetween(from, ancestor.Type);
        var parent = ancestor;
        foreach (var type in types)
        {
            var id = FreshText.Candidates.First(id => !facts.IsNamed(type, id) && !between.Exists(other => other.Uid.Type == type && other.Uid.Id == id));
            var uid = new EntityUid(type, id);
            between.Add(new Entity(uid, (CedarRecord)Unremarkable(facts.Schema.EntityTypes[type].Attributes).Reference!, [parent], CedarRecord.Empty));
            parent = uid;
        }

        return parent;
    }

    // Types on a shortest way up, the highest first, without both ends.
    private List<string> TypesBetween(EntityTypeDeclaration from, string to)
    {
        var came = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([from.Name]);
        while (open.TryDequeue(out var type))
        {
            foreach (var parent in facts.Schema.EntityTypes[type].Parents)
            {
                if (came.TryAdd(parent, type))
                {
                    open.Enqueue(parent);
                }
            }

            if (came.ContainsKey(to))
            {
                break;
            }
        }

        var between = new List<string>();
        for (var type = came[to]; !string.Equals(type, from.Name, StringComparison.Ordinal); type = came[type])
        {
            between.Add(type);
        }

        return between;
    }
}
