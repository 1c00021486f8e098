using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Finds entity types, actions and enumerated entities that the schema does not have.</summary>
internal sealed class NameCheck(Policy policy, CedarSchema schema, List<CedarDiagnostic> found)
{
    public void Check()
    {
        foreach (var (type, span) in PolicyExprs.TypeTests(policy))
        {
            CheckType(type, span);
        }

        foreach (var literal in PolicyExprs.Entities(policy).Distinct())
        {
            var uid = literal.Value.AsEntity;
            if (EntityType.IsActionName(uid.Type))
            {
                CheckAction(uid, literal.Span);
            }
            else if (CheckType(uid.Type, literal.Span))
            {
                CheckChoice(uid, literal.Span);
            }
        }
    }

    /// <summary>Only the types of the entities that a link put into slots, as the reference implementation does.</summary>
    public void CheckSlots()
    {
        foreach (var scope in new[] { policy.Principal, policy.Resource })
        {
            var value = scope.Variable == RequestVariable.Principal ? policy.Link?.Principal : policy.Link?.Resource;
            if (value is not null && !EntityType.IsActionName(value.Type))
            {
                CheckType(value.Type, scope.Span);
            }
        }
    }

    private bool CheckType(string type, SourceSpan span)
    {
        if (schema.IsKnownType(type))
        {
            return true;
        }

        var plain = type[(type.LastIndexOf(':') + 1)..];
        var sameName = schema.EntityTypes.Keys.FirstOrDefault(name => name.EndsWith("::" + plain, StringComparison.Ordinal));
        Add("unknown-entity-type", span, $"unknown entity type `{type}`", sameName is not null ? $"did you mean `{sameName}`?" : Suggestion.DidYouMean(type, schema.EntityTypes.Keys));
        return false;
    }

    private void CheckAction(EntityUid uid, SourceSpan span)
    {
        if (schema.Actions.ContainsKey(uid))
        {
            return;
        }

        var sameId = schema.Actions.Keys.FirstOrDefault(action => string.Equals(action.Id, uid.Id, StringComparison.Ordinal));
        var help = sameId is not null
            ? $"did you mean `{sameId}`?"
            : Suggestion.DidYouMean(uid.ToString(), schema.Actions.Keys.Select(action => action.ToString()));
        Add("unknown-action", span, $"unknown action `{uid}`", help);
    }

    private void CheckChoice(EntityUid uid, SourceSpan span)
    {
        var type = schema.EntityTypes[uid.Type];
        if (type.IsEnumerated && !type.Choices.Contains(uid.Id, StringComparer.Ordinal))
        {
            Add("unknown-entity", span, $"`{uid}` is not among the entities of its enumerated type", Suggestion.DidYouMean(uid.Id, type.Choices));
        }
    }

    private void Add(string code, SourceSpan span, string message, string? help) =>
        found.Add(CedarDiagnostic.Error(code, policy.File, span, message, help) with { PolicyId = policy.Id });
}
