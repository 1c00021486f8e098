using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>Reads the JSON form of a policy set, or of one policy; a faulty policy is reported and the others are read on.</summary>
internal sealed class PolicySetJsonReader(string? file, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, Policy> _byId = new(StringComparer.Ordinal);
    private readonly ImmutableArray<Policy>.Builder _policies = ImmutableArray.CreateBuilder<Policy>();
    private readonly ImmutableArray<Policy>.Builder _templates = ImmutableArray.CreateBuilder<Policy>();

    public PolicySet? Read(string text)
    {
        diagnostics.Recover(() => ReadRoot(JsonTreeReader.Read(text, file)));
        return diagnostics.HasErrors ? null : new PolicySet(_policies.DrainToImmutable(), _templates.DrainToImmutable(), []);
    }

    private void ReadRoot(JsonTree json)
    {
        if (json.Object("a policy set or a policy").ContainsKey("effect"))
        {
            var policy = new PolicyJsonReader(file).Read(json, id: null);
            (policy.IsTemplate ? _templates : _policies).Add(policy);
            return;
        }

        json.Object("a policy set", "staticPolicies", "templates", "templateLinks");
        ReadPolicies(json.Optional("staticPolicies"), _policies, isTemplate: false);
        ReadPolicies(json.Optional("templates"), _templates, isTemplate: true);
        foreach (var link in json.Optional("templateLinks")?.Array("an array of links") ?? [])
        {
            diagnostics.Recover(() => ReadLink(link));
        }
    }

    private void ReadPolicies(JsonTree? json, ImmutableArray<Policy>.Builder target, bool isTemplate)
    {
        foreach (var (id, value) in json?.Object("an object of policies by id") ?? [])
        {
            diagnostics.Recover(() =>
            {
                var policy = new PolicyJsonReader(file).Read(value, id);
                if (policy.IsTemplate != isTemplate)
                {
                    throw isTemplate
                        ? value.FaultAt(value.NameSpan, "not-a-template", $"`{id}` has no slot", "move it to `staticPolicies`")
                        : value.FaultAt(value.NameSpan, "unexpected-template", $"`{id}` is a template", "move it to `templates`");
                }

                Add(id, policy, value.NameSpan, target, value);
            });
        }
    }

    private void ReadLink(JsonTree json)
    {
        json.Object("a link", "templateId", "newId", "values");
        var templateId = json.Required("templateId");
        var newId = json.Required("newId");
        var values = json.Required("values");
        values.Object("the values of a link", "?principal", "?resource");
        var link = new TemplateLink(
            templateId.String("the id of a template"), newId.String("the id of the policy"), Value(values, "?principal"), Value(values, "?resource"));
        if (!_byId.TryGetValue(link.TemplateId, out var template) || !template.IsTemplate)
        {
            throw templateId.Fault("unknown-template", $"there is no template `{link.TemplateId}`", Suggestion.DidYouMean(link.TemplateId, _templates.Select(policy => policy.Id)));
        }

        if (TemplateLinking.Misfit(template, link) is { } problem)
        {
            throw values.Fault("slots-differ", problem);
        }

        Add(link.NewId, TemplateLinking.Fill(template, link), newId.Span, _policies, json);
    }

    private static EntityUid? Value(JsonTree values, string slot) =>
        values.Optional(slot) is { } value ? ValueJsonReader.Entity(value).Value.AsEntity : null;

    private void Add(string id, Policy policy, SourceSpan at, ImmutableArray<Policy>.Builder target, JsonTree json)
    {
        if (!_byId.TryAdd(id, policy))
        {
            throw json.FaultAt(at, "duplicate-policy-id", $"policy id `{id}` occurs twice");
        }

        if (_byId.Count > CedarLimits.Policies)
        {
            throw json.FaultAt(at, "too-many-policies", $"there are more than {CedarLimits.Policies} policies");
        }

        target.Add(policy);
    }
}
