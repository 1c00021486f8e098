using Concordat.Cedar.Schema;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Checks entities: declared types, attributes, tags and ancestors; actions exactly as the schema has them.</summary>
internal sealed class EntityCheck(CedarSchema schema, EntityStore entities, DataFindings found)
{
    private readonly ValueCheck _values = new(schema, found);

    public void Check()
    {
        foreach (var entity in entities.Entities)
        {
            if (found.IsFull)
            {
                return;
            }

            if (EntityType.IsActionName(entity.Uid.Type))
            {
                CheckAction(entity);
            }
            else if (schema.EntityTypes.TryGetValue(entity.Uid.Type, out var type))
            {
                CheckEntity(entity, type);
            }
            else
            {
                var help = Suggestion.DidYouMean(entity.Uid.Type, schema.EntityTypes.Keys);
                found.Add("unknown-entity-type", entity.Uid.ToString(), $"unknown entity type `{entity.Uid.Type}`", help: help);
            }
        }
    }

    private void CheckEntity(Entity entity, EntityTypeDeclaration type)
    {
        var place = entity.Uid.ToString();
        _values.CheckChoice(entity.Uid, place);
        _values.CheckRecord(entity.Attributes, type.Attributes, place + ".attrs");
        for (var slot = 0; slot < entity.Tags.Shape.Count && !found.IsFull; slot++)
        {
            var at = ValueCheck.Place(place + ".tags", entity.Tags.Shape.NameAt(slot));
            if (entity.Tags.ValueAt(slot).IsNone)
            {
                continue;
            }

            if (type.Tags is null)
            {
                found.Add("no-tags", at, $"entities of type `{type.Name}` have no tags");
                break;
            }

            _values.Check(entity.Tags.ValueAt(slot), type.Tags, at);
        }

        foreach (var ancestor in entities.AncestorsOf(entity.Uid))
        {
            if (!schema.EntityTypes.TryGetValue(ancestor.Type, out var high) || !high.Descendants.Contains(type.Name))
            {
                var allowed = string.Join(", ", type.Parents);
                found.Add("parent-not-allowed", place + ".parents", $"an entity of type `{type.Name}` cannot be in one of type `{ancestor.Type}`", allowed.Length == 0 ? null : allowed);
            }

            _values.CheckChoice(ancestor, place + ".parents");
        }
    }

    private void CheckAction(Entity entity)
    {
        var place = entity.Uid.ToString();
        if (schema.ActionEntities.Find(entity.Uid) is null)
        {
            found.Add("unknown-action", place, $"unknown action `{entity.Uid}`", help: Suggestion.DidYouMean(place, schema.Actions.Keys.Select(uid => uid.ToString())));
            return;
        }

        var isSame = entity.Attributes.Equals(CedarRecord.Empty)
            && entity.Tags.Equals(CedarRecord.Empty)
            && entities.AncestorsOf(entity.Uid).SetEquals(schema.ActionEntities.AncestorsOf(entity.Uid));
        if (!isSame)
        {
            found.Add("action-differs", place, $"action `{entity.Uid}` is not as the schema declares it", help: "leave it out of the entities: the schema's own is used");
        }
    }
}
