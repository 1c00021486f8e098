using System.Collections.Immutable;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Schema;

/// <summary>Turns written declarations into resolved ones: every name is found, every hierarchy is without cycles.</summary>
internal sealed class SchemaResolver
{
    private readonly IReadOnlyCollection<WrittenNamespace> _namespaces;
    private readonly DiagnosticBag _diagnostics;
    private readonly TypeResolver _types;

    public SchemaResolver(IReadOnlyCollection<WrittenNamespace> namespaces, DiagnosticBag diagnostics)
    {
        _namespaces = namespaces;
        _diagnostics = diagnostics;
        _types = new TypeResolver(namespaces, diagnostics);
    }

    public (Dictionary<string, EntityTypeDeclaration> Entities, Dictionary<EntityUid, ActionDeclaration> Actions) Resolve()
    {
        var entities = new Dictionary<string, EntityTypeDeclaration>(StringComparer.Ordinal);
        var actions = new Dictionary<EntityUid, ActionDeclaration>();
        foreach (var space in _namespaces)
        {
            foreach (var written in space.CommonTypes)
            {
                _types.Resolve(written.Type, space);
            }

            foreach (var written in space.Entities)
            {
                var name = space.Qualify(written.Name);
                if (!entities.TryAdd(name, ResolveEntity(written, space)))
                {
                    _diagnostics.Error("duplicate-declaration", written.Span, $"entity type `{name}` is declared twice");
                }
            }
        }

        var known = AllActions();
        foreach (var space in _namespaces)
        {
            foreach (var written in space.Actions)
            {
                var action = ResolveAction(written, space, known);
                if (!actions.TryAdd(action.Uid, action))
                {
                    _diagnostics.Error("duplicate-declaration", written.Span, $"action `{action.Uid}` is declared twice");
                }
            }
        }

        AddDescendants(entities);
        return (entities, actions);
    }

    private EntityTypeDeclaration ResolveEntity(WrittenEntity written, WrittenNamespace space)
    {
        if (written.Name is "Action")
        {
            _diagnostics.Error("reserved-word", written.Span, "an entity type cannot be named `Action`", "declare actions with `action`");
        }

        return new EntityTypeDeclaration
        {
            Name = space.Qualify(written.Name),
            Attributes = ResolveRecord(written.Attributes, space, "the shape of an entity type"),
            Tags = written.Tags is null ? null : _types.Resolve(written.Tags, space),
            Parents = [.. written.Parents.Select(parent => _types.ResolveEntityType(parent, space)).OfType<string>()],
            Choices = written.Choices,
            Annotations = written.Annotations,
            Span = written.Span,
        };
    }

    private RecordType ResolveRecord(WrittenType? written, WrittenNamespace space, string what)
    {
        if (written is null)
        {
            return RecordType.Empty;
        }

        if (_types.Resolve(written, space) is RecordType record)
        {
            return record;
        }

        _diagnostics.Error("expected-record", written.Span, $"{what} must be a record");
        return RecordType.Empty;
    }

    private HashSet<EntityUid> AllActions() =>
        [.. _namespaces.SelectMany(space => space.Actions, (space, action) => new EntityUid(space.Qualify("Action"), action.Name))];

    private ActionDeclaration ResolveAction(WrittenAction written, WrittenNamespace space, HashSet<EntityUid> known)
    {
        var parents = ImmutableArray.CreateBuilder<EntityUid>();
        foreach (var (type, id, span) in written.Parents)
        {
            var local = new EntityUid(space.Qualify(type?.Text ?? "Action"), id);
            var global = new EntityUid(type?.Text ?? "Action", id);
            if (known.Contains(local) || known.Contains(global))
            {
                parents.Add(known.Contains(local) ? local : global);
            }
            else
            {
                var help = Suggestion.DidYouMean(id, known.Select(uid => uid.Id));
                _diagnostics.Error("unknown-action", span, $"unknown action `{(type is null ? local : global)}`", help);
            }
        }

        return new ActionDeclaration
        {
            Uid = new EntityUid(space.Qualify("Action"), written.Name),
            Parents = parents.DrainToImmutable(),
            Principals = [.. written.Principals.Select(type => _types.ResolveEntityType(type, space)).OfType<string>().Distinct(StringComparer.Ordinal)],
            Resources = [.. written.Resources.Select(type => _types.ResolveEntityType(type, space)).OfType<string>().Distinct(StringComparer.Ordinal)],
            Context = ResolveRecord(written.Context, space, "the context of an action"),
            Annotations = written.Annotations,
            Span = written.Span,
        };
    }

    private static void AddDescendants(Dictionary<string, EntityTypeDeclaration> entities)
    {
        foreach (var entity in entities.Values)
        {
            var open = new Stack<string>(entity.Parents);
            while (open.TryPop(out var name))
            {
                if (entities.TryGetValue(name, out var ancestor) && ancestor.Descendants.Add(entity.Name))
                {
                    foreach (var next in ancestor.Parents)
                    {
                        open.Push(next);
                    }
                }
            }
        }
    }
}
