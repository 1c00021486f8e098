using Concordat.Commands;

namespace Concordat.Tests.Commands;

public sealed class CedarTranslateCommandTests : IDisposable
{
    private const string Policies = """
        @id("share")
        permit (
          principal in ?principal,
          action == Action::"view",
          resource
        )
        when { context has a.b && principal is User in Group::"staff" };

        @note
        forbid (principal, action, resource);

        """;

    private const string Schema = """
        entity Group;

        entity User in [Group];

        action view appliesTo {
          principal: [User],
          resource: [User],
          context: {
            a?: {
              b: Bool,
            },
          }
        };

        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Policies_go_to_JSON_and_back()
    {
        var json = await CommandRun.OfAsync("cedar", "translate", "policy-to-json", _folder.Write("p.cedar", Policies));
        Assert.Equal(ExitCode.Done, json.Code);
        Assert.Equal("?principal", (string?)json.Json["templates"]!["share"]!["principal"]!["slot"]);
        Assert.Null(json.Json["staticPolicies"]!["policy1"]!["annotations"]!["note"]);

        var cedar = await CommandRun.OfAsync("cedar", "translate", "policy-to-cedar", _folder.Write("p.json", json.Output));
        Assert.Equal((ExitCode.Done, ""), (cedar.Code, cedar.Error));
        Assert.Contains("when { context has a.b && principal is User in Group::\"staff\" };", cedar.Output, StringComparison.Ordinal);
        var again = await CommandRun.OfAsync("cedar", "translate", "policy-to-json", _folder.Write("q.cedar", cedar.Output));
        Assert.Equal(json.Json["templates"]!.ToJsonString(), again.Json["templates"]!.ToJsonString());
    }

    [Fact]
    public async Task One_policy_goes_alone()
    {
        var one = _folder.Write("one.cedar", "permit (principal, action, resource);");
        var json = await CommandRun.OfAsync("cedar", "translate", "policy-to-json", "--single", one);
        Assert.Equal("permit", (string?)json.Json["effect"]);
        var cedar = await CommandRun.OfAsync("cedar", "translate", "policy-to-cedar", _folder.Write("one.json", json.Output));
        Assert.Equal("permit (principal, action, resource);", cedar.Output.Trim());
        var two = await CommandRun.OfAsync("cedar", "translate", "policy-to-json", "--single", _folder.Write("two.cedar", Policies));
        Assert.Equal((ExitCode.BadInput, ""), (two.Code, two.Output));
        Assert.Contains("holds 2 policies; `--single` is for one", two.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_goes_to_JSON_and_back()
    {
        var json = await CommandRun.OfAsync("cedar", "translate", "schema-to-json", _folder.Write("s.cedarschema", Schema));
        Assert.Equal("Group", (string?)json.Json[""]!["entityTypes"]!["User"]!["memberOfTypes"]![0]);
        var cedar = await CommandRun.OfAsync("cedar", "translate", "schema-to-cedar", _folder.Write("s.json", json.Output));
        Assert.Equal(Schema, cedar.Output);
    }

    [Theory]
    [InlineData("policy-to-json", "permit (principal);", ":1:18: expected `,`, found `)`")]
    [InlineData("policy-to-cedar", "{\"staticPolicies\":\n{\"a\":{\"effect\":\"permt\"}}}", ":2:16: expected `permit` or `forbid`, found `permt`")]
    [InlineData("policy-to-cedar", "", ":1:1: this is not valid JSON")]
    [InlineData("schema-to-json", "entity A in B;", ":1:13: unknown entity type `B`")]
    [InlineData("schema-to-cedar", "{\"\":{\"entityTypes\":{},\"actions\":[]}}", ":1:33: expected an object of declarations by name, found an array")]
    [InlineData("schema-to-cedar", "{\"\":{\"commonTypes\":{\"C\":{\"type\":\"Record\",\"attributes\":{}}},\"entityTypes\":{\"A\":{\"shape\":{\"type\":\"C\"}}},\"actions\":{}}}", ": the shape of entity type `A`")]
    public async Task What_is_wrong_is_told_with_its_place(string command, string text, string expected)
    {
        var file = _folder.Write("wrong", text);
        var run = await CommandRun.OfAsync("cedar", "translate", command, file);
        Assert.Equal((ExitCode.BadInput, ""), (run.Code, run.Output));
        Assert.StartsWith(file + expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nests_too_deep_for_source_is_told()
    {
        var body = string.Concat(Enumerable.Repeat("{\"!\":{\"arg\":", 200)) + "{\"Value\":true}" + new string('}', 400);
        var json = $$$"""{"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},"resource":{"op":"All"},"conditions":[{"kind":"when","body":{{{body}}} }]}""";
        var run = await CommandRun.OfAsync("cedar", "translate", "policy-to-cedar", _folder.Write("deep.json", json));
        Assert.Equal((ExitCode.BadInput, ""), (run.Code, run.Output));
        Assert.Contains("the Cedar form could not be read again: nested more than", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_and_schemas_in_JSON_are_validated_and_decide()
    {
        var schema = await CommandRun.OfAsync("cedar", "translate", "schema-to-json", _folder.Write("s.cedarschema", Schema));
        var policies = _folder.Write("p.json", """
            {"staticPolicies":{},
             "templates":{"t":{"effect":"permit","principal":{"op":"==","slot":"?principal"},"action":{"op":"All"},"resource":{"op":"All"},"conditions":[]}},
             "templateLinks":[{"templateId":"t","newId":"for ann","values":{"?principal":{"type":"User","id":"ann"}}}]}
            """);
        var validated = await CommandRun.OfAsync("cedar", "validate", policies, "--schema", _folder.Write("s.json", schema.Output));
        Assert.Equal((ExitCode.Done, $"{policies}: 1 policy, 1 template, valid"), (validated.Code, validated.Output.Trim()));
        var request = _folder.Write("r.json", """{"principal":"User::\"ann\"","action":"Action::\"view\"","resource":"User::\"bob\"","context":{}}""");
        var decided = await CommandRun.OfAsync("cedar", "authorize", policies, "--request", request);
        Assert.Equal((ExitCode.Done, true), (decided.Code, decided.Output.Contains("because of for ann", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Dispose();
}
