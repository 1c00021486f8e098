using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Schema;

/// <summary>Finds what a type name means: common type, entity type or built-in type, the namespace at hand first.</summary>
internal sealed class TypeResolver
{
    private static readonly Dictionary<string, CedarType> BuiltIn = new(StringComparer.Ordinal)
    {
        ["Bool"] = CedarType.Bool,
        ["Long"] = CedarType.Long,
        ["String"] = CedarType.String,
        ["decimal"] = CedarType.Decimal,
        ["ipaddr"] = CedarType.IpAddress,
        ["datetime"] = CedarType.Datetime,
        ["duration"] = CedarType.Duration,
    };

    private readonly Dictionary<string, (WrittenCommonType Type, WrittenNamespace Space)> _common = new(StringComparer.Ordinal);
    private readonly HashSet<string> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CedarType> _resolved = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly TypeSizes _sizes = new();
    private readonly DiagnosticBag _diagnostics;

    public TypeResolver(IReadOnlyCollection<WrittenNamespace> namespaces, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        foreach (var space in namespaces)
        {
            foreach (var type in space.CommonTypes)
            {
                AddCommon(type, space);
            }

            foreach (var entity in space.Entities)
            {
                _entities.Add(space.Qualify(entity.Name));
            }
        }

        foreach (var space in namespaces.Where(space => space.Name.Length > 0))
        {
            RefuseShadowing(space);
        }
    }

    public RecordType ResolveRecord(WrittenType written, WrittenNamespace space)
    {
        var type = RecordType.Of(written.Attributes.Select(attribute => KeyValuePair.Create(
            attribute.Name,
            new AttributeType(Resolve(attribute.Type, space), attribute.IsRequired) { Annotations = attribute.Annotations })));
        return _sizes.IsWithin(type) ? type : TooLarge(written.Span);
    }

    /// <summary>The type; where a name is unknown that is reported, and some type is answered to go on.</summary>
    public CedarType Resolve(WrittenType written, WrittenNamespace space)
    {
        if (written.Element is not null)
        {
            return new SetType(Resolve(written.Element, space));
        }

        if (written.Name is not { } name)
        {
            return ResolveRecord(written, space);
        }

        return written.Form == WrittenForm.Entity
            ? new EntityType(ResolveEntityType(name, space) ?? name.Text)
            : ResolveName(name, space, written.Form != WrittenForm.Common);
    }

    /// <summary>The qualified name of an entity type; null when there is none, which is reported.</summary>
    public string? ResolveEntityType(WrittenName name, WrittenNamespace space)
    {
        var local = space.Qualify(name.Text);
        if (!name.IsQualified && _entities.Contains(local))
        {
            return local;
        }

        if (_entities.Contains(name.Text))
        {
            return name.Text;
        }

        _diagnostics.Error("unknown-entity-type", name.Span, $"unknown entity type `{name.Text}`", Suggestion.DidYouMean(name.Text, Names(_entities, space)));
        return null;
    }

    private RecordType TooLarge(SourceSpan span)
    {
        _diagnostics.Error("type-too-large", span, $"the type has more than {CedarLimits.TypeSize} parts with every common type written out");
        return RecordType.Empty;
    }

    private CedarType ResolveName(WrittenName name, WrittenNamespace space, bool mayBeEntity)
    {
        if (!name.IsQualified && space.Name.Length > 0 && Find(space.Qualify(name.Text), name.Span, mayBeEntity) is { } local)
        {
            return local;
        }

        if (Find(name.Text, name.Span, mayBeEntity) is { } global)
        {
            return global;
        }

        if (BuiltIn.TryGetValue(name.Plain, out var builtIn))
        {
            return builtIn;
        }

        var known = Names(_common.Keys, space).Concat(Names(_entities, space)).Concat(BuiltIn.Keys);
        _diagnostics.Error("unknown-type", name.Span, $"unknown type `{name.Text}`", Suggestion.DidYouMean(name.Text, known));
        return CedarType.String;
    }

    private CedarType? Find(string qualified, SourceSpan usedAt, bool mayBeEntity)
    {
        if (_resolved.TryGetValue(qualified, out var resolved))
        {
            return resolved;
        }

        if (!_common.TryGetValue(qualified, out var common))
        {
            return mayBeEntity && _entities.Contains(qualified) ? new EntityType(qualified) : null;
        }

        if (!_open.Add(qualified) || _open.Count > CedarLimits.Nesting)
        {
            _diagnostics.Error("cyclic-type", usedAt, $"type `{qualified}` is defined by itself, or more than {CedarLimits.Nesting} types deep");
            return CedarType.String;
        }

        var type = Resolve(common.Type.Type, common.Space);
        _open.Remove(qualified);
        _resolved[qualified] = type;
        return type;
    }

    private void AddCommon(WrittenCommonType type, WrittenNamespace space)
    {
        if (type.Name is "Bool" or "Boolean" or "Entity" or "Extension" or "Long" or "Record" or "Set" or "String")
        {
            _diagnostics.Error("reserved-word", type.Span, $"a common type cannot be named `{type.Name}`");
        }

        if (!_common.TryAdd(space.Qualify(type.Name), (type, space)))
        {
            _diagnostics.Error("duplicate-declaration", type.Span, $"type `{space.Qualify(type.Name)}` is declared twice");
        }
    }

    /// <summary>A name must not mean two things: one in its namespace and one without (Cedar RFC 70).</summary>
    private void RefuseShadowing(WrittenNamespace space)
    {
        var declared = space.CommonTypes.Select(type => (type.Name, type.Span)).Concat(space.Entities.Select(entity => (entity.Name, entity.Span)));
        foreach (var (name, span) in declared)
        {
            if (_common.ContainsKey(name) || _entities.Contains(name))
            {
                _diagnostics.Error("shadowed-type", span, $"`{name}` is also declared outside any namespace", "rename one of them");
            }
        }
    }

    private static IEnumerable<string> Names(IEnumerable<string> qualified, WrittenNamespace space)
    {
        var prefix = space.Qualify("");
        return qualified.Select(name => prefix.Length > 0 && name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name);
    }
}
