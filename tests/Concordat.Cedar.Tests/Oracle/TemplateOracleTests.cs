using System.Text.Json.Nodes;

namespace Concordat.Cedar.Tests.Oracle;

/// <summary>Templates and their links are validated as the official engine validates them.</summary>
public sealed class TemplateOracleTests(CedarOracle oracle) : IClassFixture<CedarOracle>
{
    private const string Schema = """
        entity Group, Zone, Folder; entity User in [Group]; entity Doc in [Folder]; entity Kind enum ["a"];
        action view appliesTo { principal: User, resource: Doc }; action sort appliesTo { principal: Kind, resource: Doc };
        """;

    public static TheoryData<string, string?, string?> Cases => new()
    {
        { "permit(principal == ?principal, action, resource);", null, null },
        { "permit(principal == ?principal, action, resource);", "User", null },
        { "permit(principal == ?principal, action, resource);", "Nope", null },
        { "permit(principal == ?principal, action, resource);", "Kind", null },
        { "permit(principal in ?principal, action, resource);", "Group", null },
        { "permit(principal in ?principal, action, resource in ?resource);", "User", "Folder" },
        { "permit(principal is User in ?principal, action, resource);", "Group", null },
        { "permit(principal is User in ?principal, action, resource) when { principal.foo };", null, null },
        { "permit(principal is User in ?principal, action, resource) when { principal in Group::\"g\" };", "Group", null },
        { "permit(principal is Nope in ?principal, action, resource);", null, null },
        { "permit(principal, action == Action::\"nope\", resource == ?resource);", null, "Doc" },
        { "permit(principal == ?principal, action == Action::\"view\", resource == ?resource);", "User", "Doc" },
        { "permit(principal in ?principal, action, resource) when { principal in resource };", "Group", null },
        { "permit(principal in ?principal, action, resource) when { 1 + true == 2 };", "Group", null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Errors_are_found_where_the_official_engine_finds_them(string template, string? principal, string? resource)
    {
        var set = PolicySet.Parse("@id(\"t\") " + template);
        var links = new JsonArray();
        if (principal is not null || resource is not null)
        {
            var link = new TemplateLink("t", "l", principal is null ? null : new(principal, "x"), resource is null ? null : new(resource, "x"));
            set = set.Link(link);
            var values = new JsonObject();
            Add(values, "?principal", link.Principal);
            Add(values, "?resource", link.Resource);
            links.Add(new JsonObject { ["templateId"] = "t", ["newId"] = "l", ["values"] = values });
        }

        var answer = oracle.Call("validate", new JsonObject
        {
            ["schema"] = Schema,
            ["policies"] = new JsonObject { ["templates"] = new JsonObject { ["t"] = template }, ["templateLinks"] = links },
        });
        var theirs = answer!["validationErrors"]!.AsArray().Select(error => error!["policyId"]!.GetValue<string>()).ToHashSet();
        var ours = Validator.Validate(set, CedarSchema.Parse(Schema))
            .Where(finding => finding.Severity == CedarSeverity.Error && finding.Code != "never-applies")
            .Select(finding => finding.PolicyId!).ToHashSet();
        Assert.Equal(theirs.Order(), ours.Order());
    }

    private static void Add(JsonObject values, string slot, EntityUid? uid)
    {
        if (uid is not null)
        {
            values[slot] = new JsonObject { ["type"] = uid.Type, ["id"] = uid.Id };
        }
    }
}
