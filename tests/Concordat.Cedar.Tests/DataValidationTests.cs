using System.Text.Json.Nodes;
using Concordat.Cedar.Tests.Oracle;

namespace Concordat.Cedar.Tests;

/// <summary>Requests and entities against a schema: what we refuse, the official engine refuses, and the other way round.</summary>
public sealed class DataValidationTests(CedarOracle oracle) : IClassFixture<CedarOracle>
{
    private const string SchemaText = """
        namespace N {
          entity G; entity Z;
          entity User in [G] = { n: Long, s?: String, d?: decimal, ip?: ipaddr, e?: User, k?: K, r?: { a: Long, b?: Bool }, set?: Set<User> } tags String;
          entity K enum ["x", "y"];
          action grp;
          action view in [grp] appliesTo { principal: [User], resource: [User, K], context: { a: Long, o?: String, d?: datetime, k?: K } };
        }
        """;

    private const string User = """{"type":"N::User","id":"a"}""";

    private static readonly CedarSchema Schema = CedarSchema.Parse(SchemaText);

    public static TheoryData<string, string> Entities => new()
    {
        { "", Of("""{"n":1}""") },
        { "absent-attribute", Of("{}") },
        { "undeclared-attribute", Of("""{"n":1,"zz":2}""") },
        { "unexpected-type", Of("""{"n":"x"}""") },
        { "", Of("""{"n":1,"d":"1.0"}""") },
        { "", Of("""{"n":1,"d":{"fn":"decimal","arg":"1.0"}}""") },
        { "", Of("""{"n":1,"d":{"__extn":{"fn":"decimal","arg":"1.0"}}}""") },
        { "invalid-value", Of("""{"n":1,"ip":"nope"}""") },
        { "", Of("""{"n":1,"e":{"type":"N::User","id":"z"}}""") },
        { "", Of("""{"n":1,"e":{"__entity":{"type":"N::User","id":"z"}}}""") },
        { "unexpected-type", Of("""{"n":1,"e":{"type":"N::G","id":"z"}}""") },
        { "unexpected-type", Of("""{"n":1,"e":"x"}""") },
        { "unknown-entity", Of("""{"n":1,"k":{"type":"N::K","id":"z"}}""") },
        { "", Of("""{"n":1,"r":{"a":1}}""") },
        { "undeclared-attribute", Of("""{"n":1,"r":{"a":1,"c":1}}""") },
        { "absent-attribute", Of("""{"n":1,"r":{"b":true}}""") },
        { "unexpected-type", Of("""{"n":1,"r":{"a":1,"b":1}}""") },
        { "unexpected-type", Of("""{"n":1,"r":5}""") },
        { "", Of("""{"n":1,"set":[{"type":"N::User","id":"a"},{"__entity":{"type":"N::User","id":"a"}}]}""") },
        { "unexpected-type", Of("""{"n":1,"set":[1]}""") },
        { "unexpected-type", Of("""{"n":1,"set":{}}""") },
        { "unexpected-type", Of("""{"n":1,"d":{"fn":"ip","arg":"1.0.0.1"}}""") },
        { "unexpected-type", Of("""{"n":1,"s":{"fn":"ip","arg":"1.0.0.1"}}""") },
        { "", Of("""{"n":1}""", tags: """{"a":"x"}""") },
        { "unexpected-type", Of("""{"n":1}""", tags: """{"a":1}""") },
        { "no-tags", """[{"uid":{"type":"N::G","id":"q"},"attrs":{},"parents":[],"tags":{"a":"x"}}]""" },
        { "", Of("""{"n":1}""", parents: """[{"type":"N::G","id":"b"}]""") },
        { "parent-not-allowed", Of("""{"n":1}""", parents: """[{"type":"N::User","id":"b"}]""") },
        { "parent-not-allowed", Of("""{"n":1}""", parents: """[{"type":"N::Nope","id":"b"}]""") },
        { "unknown-entity-type", """[{"uid":{"type":"N::Zed","id":"q"},"attrs":{},"parents":[]}]""" },
        { "", """[{"uid":{"type":"N::K","id":"x"},"attrs":{},"parents":[]}]""" },
        { "unknown-entity", """[{"uid":{"type":"N::K","id":"z"},"attrs":{},"parents":[]}]""" },
        { "action-differs", """[{"uid":{"type":"N::Action","id":"view"},"attrs":{},"parents":[]}]""" },
        { "", """[{"uid":{"type":"N::Action","id":"view"},"attrs":{},"parents":[{"type":"N::Action","id":"grp"}]}]""" },
        { "action-differs", """[{"uid":{"type":"N::Action","id":"view"},"attrs":{"a":1},"parents":[{"type":"N::Action","id":"grp"}]}]""" },
        { "unknown-action", """[{"uid":{"type":"N::Action","id":"nope"},"attrs":{},"parents":[]}]""" },
        { "invalid-value", """[{"uid":"N::User::\"a\"","attrs":{"n":1},"parents":[]}]""" },
        { "invalid-value", """[{"uid":{"__expr":"N::User::\"a\""},"attrs":{"n":1},"parents":[]}]""" },
        { "invalid-value", """[{"uid":{"type":"N User","id":"a"},"attrs":{"n":1},"parents":[]}]""" },
        { "invalid-value", """[{"uid":{"type":"if","id":"a"},"attrs":{},"parents":[]}]""" },
        { "invalid-value", """[{"uid":{"type":"","id":"a"},"attrs":{},"parents":[]}]""" },
        { "invalid-value", Of("""{"n":null}""") },
        { "invalid-value", Of("""{"n":1.5}""") },
        { "invalid-value", Of("""{"n":9223372036854775808}""") },
        { "invalid-value", Of("""{"n":{"__expr":"1"}}""") },
        { "invalid-value", Of("""{"n":1,"ip":{"__extn":{"fn":"nope","arg":"1"}}}""") },
        { "invalid-value", Of("""{"n":1}""", parents: """[{"type":"N::G","id":"b"},{"__expr":"x"}]""") },
        { "invalid-value", """[{"uid":{"type":"N::User","id":"a"},"attrs":{"n":1},"parents":[]},{"uid":{"type":"N::User","id":"a"},"attrs":{"n":2},"parents":[]}]""" },
    };

    public static TheoryData<string, string, string, string, string> Requests => new()
    {
        { "", "N::User", "view", "N::User", """{"a":1}""" },
        { "absent-attribute", "N::User", "view", "N::User", "{}" },
        { "undeclared-attribute", "N::User", "view", "N::User", """{"a":1,"zz":1}""" },
        { "unexpected-type", "N::User", "view", "N::User", """{"a":"1"}""" },
        { "unknown-entity", "N::User", "view", "N::K", """{"a":1}""" },
        { "unknown-entity", "N::User", "view", "N::User", """{"a":1,"k":{"type":"N::K","id":"z"}}""" },
        { "", "N::User", "view", "N::User", """{"a":1,"k":{"type":"N::K","id":"x"}}""" },
        { "principal-not-allowed", "N::Z", "view", "N::User", """{"a":1}""" },
        { "unknown-entity-type", "N::Usr", "view", "N::User", """{"a":1}""" },
        { "principal-not-allowed", "N::User", "grp", "N::User", "{}" },
        { "unknown-action", "N::User", "vew", "N::User", "{}" },
        { "resource-not-allowed", "N::User", "view", "N::Z", """{"a":1}""" },
        { "resource-not-allowed", "N::User", "view", "N::Action", """{"a":1}""" },
        { "", "N::User", "view", "N::User", """{"a":1,"d":"2020-01-01"}""" },
        { "invalid-value", "N::User", "view", "N::User", """{"a":1,"d":"nope"}""" },
    };

    [Theory]
    [MemberData(nameof(Entities))]
    public void Entities_fit_the_schema_or_are_refused_as_by_the_official_engine(string code, string json)
    {
        Assert.Equal(code, Code(() => Validator.ValidateEntities(EntityStore.Parse(json, Schema), Schema)));
        var answer = oracle.Call("checkParseEntities", new JsonObject { ["entities"] = JsonNode.Parse(json), ["schema"] = SchemaText });
        Assert.Equal(code.Length == 0, answer?["type"]?.GetValue<string>() == "success");
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_fits_the_schema_or_is_refused_as_by_the_official_engine(string code, string principal, string action, string resource, string context)
    {
        var request = new JsonObject
        {
            ["principal"] = Uid(principal, "p"),
            ["action"] = Uid("N::Action", action),
            ["resource"] = Uid(resource, "r"),
            ["context"] = JsonNode.Parse(context),
            ["schema"] = SchemaText,
            ["validateRequest"] = true,
            ["policies"] = new JsonObject { ["staticPolicies"] = "permit(principal, action, resource);" },
            ["entities"] = new JsonArray(),
        };
        Assert.Equal(code, Code(() =>
        {
            var uid = new EntityUid("N::Action", action);
            var type = Schema.Actions.GetValueOrDefault(uid)?.Context;
            return Validator.ValidateRequest(
                new CedarRequest(new EntityUid(principal, "p"), uid, new EntityUid(resource, "r"), CedarRecord.Parse(context, type)), Schema);
        }));
        Assert.Equal(code.Length == 0, oracle.Call("isAuthorized", request)?["type"]?.GetValue<string>() == "success");
    }

    [Fact]
    public void A_finding_says_where_what_is_expected_and_what_was_probably_meant()
    {
        var entities = EntityStore.Parse(Of("""{"n":1,"ss":"x","r":{"a":true}}"""), Schema);
        var found = Validator.ValidateEntities(entities, Schema);
        Assert.Equal(
            ["N::User::\"a\".attrs.r.a: expected a number, found a boolean", "N::User::\"a\".attrs.ss: attribute `ss` is not declared (did you mean `s`?)"],
            found.Select(finding => finding.ToString()));
        Assert.Equal("Long", found[0].Expected);

        var request = new CedarRequest(new EntityUid("N::User", "a"), new EntityUid("N::Action", "vew"), new EntityUid("N::User", "a"), CedarRecord.Empty);
        Assert.Equal(
            "action: unknown action `N::Action::\"vew\"` (did you mean `N::Action::\"view\"`?)",
            Assert.Single(Validator.ValidateRequest(request, Schema)).ToString());
    }

    [Fact]
    public void A_cycle_of_any_length_is_refused()
    {
        for (var length = 1; length <= 4; length++)
        {
            var entities = Enumerable.Range(0, length).Select(i => new Entity(new EntityUid("T", $"{i}"), null, new EntityUid("T", $"{(i + 1) % length}")));
            Assert.Throws<ArgumentException>(() => EntityStore.Of(entities.Append(new Entity(new EntityUid("T", "x"), null, new EntityUid("T", "0")))));
        }
    }

    private static string Code(Func<IReadOnlyList<DataFinding>> check)
    {
        try
        {
            return check().Select(finding => finding.Code).FirstOrDefault("");
        }
        catch (CedarParseException fault)
        {
            return fault.Diagnostics[0].Code;
        }
    }

    private static string Of(string attrs, string parents = "[]", string tags = "{}") =>
        $$"""[{"uid":{{User}},"attrs":{{attrs}},"parents":{{parents}},"tags":{{tags}}}]""";

    private static JsonObject Uid(string type, string id) => new() { ["type"] = type, ["id"] = id };
}
