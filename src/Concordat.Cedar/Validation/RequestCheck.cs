using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Validation;

/// <summary>Checks a request: the action exists, applies to such a principal and resource, and the context is of its type.</summary>
internal sealed class RequestCheck(CedarSchema schema, DataFindings found)
{
    private readonly ValueCheck _values = new(schema, found);

    public void Check(in CedarRequest request)
    {
        CheckEntity(request.Principal, "principal");
        CheckEntity(request.Resource, "resource");
        if (!schema.Actions.TryGetValue(request.Action, out var action))
        {
            var sameId = request.Action.Id;
            var nearest = schema.Actions.Keys.FirstOrDefault(uid => string.Equals(uid.Id, sameId, StringComparison.Ordinal))?.ToString();
            var help = nearest is not null
                ? $"did you mean `{nearest}`?"
                : Suggestion.DidYouMean(request.Action.ToString(), schema.Actions.Keys.Select(uid => uid.ToString()));
            found.Add("unknown-action", "action", $"unknown action `{request.Action}`", help: help);
            return;
        }

        RequireApplies(request.Principal, action.Principals, "principal", request.Action);
        RequireApplies(request.Resource, action.Resources, "resource", request.Action);
        _values.CheckRecord(request.Context, action.Context, "context");
    }

    private void CheckEntity(EntityUid uid, string place)
    {
        if (schema.IsKnownType(uid.Type))
        {
            _values.CheckChoice(uid, place);
        }
        else
        {
            found.Add("unknown-entity-type", place, $"unknown entity type `{uid.Type}`", help: Suggestion.DidYouMean(uid.Type, schema.EntityTypes.Keys));
        }
    }

    private void RequireApplies(EntityUid uid, IReadOnlyList<string> allowed, string place, EntityUid action)
    {
        if (!allowed.Contains(uid.Type, StringComparer.Ordinal) && schema.IsKnownType(uid.Type))
        {
            var types = allowed.Count == 0 ? "it applies to none" : "it applies to " + string.Join(", ", allowed.Select(type => $"`{type}`"));
            found.Add($"{place}-not-allowed", place, $"action `{action}` does not apply to a {place} of type `{uid.Type}`", string.Join(", ", allowed), types);
        }
    }
}
