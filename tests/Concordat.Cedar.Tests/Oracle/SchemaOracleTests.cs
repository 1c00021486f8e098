using System.Text.Json.Nodes;

namespace Concordat.Cedar.Tests.Oracle;

/// <summary>Schemas have the forms that the official engine gives them, both ways.</summary>
public sealed class SchemaOracleTests(CedarOracle oracle, ITestOutputHelper output) : IClassFixture<CedarOracle>
{
    public static TheoryData<string> Texts =>
    [
        """
        @doc("d") @bare namespace A {
          @e entity User in [Group] = { @attr("x") a: Long, b?: String, "c d": Set<Bool>, e: {f: Long}, ip: ipaddr, dd: decimal, g: Group, u: __cedar::Long, t: T } tags Set<String>;
          entity Group; entity E enum ["a", "b\"\n"]; @ty type T = {x: Long}; type U = Long;
          @ac action view, "edit it" in [all] appliesTo { principal: [User], resource: [Group, B::X], context: T };
          action all; action one in A::Action::"all" appliesTo {principal: User, resource: User, context: {x?: Long}};
        }
        namespace B { entity X; }
        """,
        "entity A, B; action a;", """action "x" in ["y"]; action y appliesTo {principal: [A], resource: A, context: {}}; entity A;""", "entity A {}; entity C = {};",
        "entity A { a: User }; entity User;", "type X = User; entity User { x: X };", "namespace A {}", "", "@a(\"1\") type X = Long;", "entity A tags Long;",
        "namespace A::B { entity C in [A::B::D, D]; entity D; }", "entity A in [];", "entity A enum [\"a\"]; action v appliesTo {principal: A, resource: A};",
        "action a attributes {};", "entity A {a: {}, @x b: {c?: {d: Set<Set<Long>>}}};",
        "action a appliesTo {principal: A, resource: A, context: {\"if\": Long, @k(\"v\") z?: datetime}}; entity A;",
        "namespace N { action a in [M::Action::\"b\", Action::\"d\", \"d\"]; action d; } namespace M { action b; }",
        "entity Set; entity A {x: Set<Set>};", "entity A { x: __cedar::Long, y: __cedar::ipaddr };", "entity A {x: duration, \"y z\"?: __cedar::String};", "entity A tags {x: Long};",
        "type ipaddr = String; entity A {x: ipaddr, y: __cedar::ipaddr};", "@x entity A; @x @y(\"z\\n\\u{200b}\") action \"q\\\"\\n\";",
        "action a appliesTo {principal: A, resource: A, context: C}; type C = {a: Long}; entity A;", "entity A { x: Long, };",
        "namespace A { type decimal = Long; entity X {a: decimal}; }", "entity A in B; entity B in A;", "action Action;", "entity Entity; action \"if\"; action \"in\" in [\"if\"];",
    ];

    public static TheoryData<string> Jsons
    {
        get
        {
            string[] attributes =
            [
                """{"type":"Long"}""", """{"type":"Bool"}""", """{"type":"Boolean","required":true}""", """{"type":"String","required":false}""", """{"type":"Extension","name":"ipaddr"}""",
                """{"type":"Extension","name":"foo"}""", """{"type":"Entity","name":"A"}""", """{"type":"Entity","name":"C"}""", """{"type":"C"}""", """{"type":"A"}""", """{"type":"EntityOrCommon","name":"C"}""",
                """{"type":"Set","element":{"type":"Record","attributes":{},"additionalAttributes":false}}""", """{"type":"Record","attributes":{},"additionalAttributes":true}""",
                """{"type":"Long","foo":1}""", """{"type":"Long","element":{"type":"Long"}}""", """{"type":"__cedar::Long"}""", """{"type":"C","foo":2}""", """{"type":"C","name":"x"}""",
                """{"type":"Long","annotations":{"a":"b"}}""", """{"type":"Long","annotations":{"a b":"b"}}""", """{"type":"Set"}""", """{"type":"Record"}""", """{"type":"Entity"}""", "{}", "1", """{"type":"Set","element":{"type":"Long","required":true}}""",
                """{"type":"Long","required":1}""",
            ];
            string[] namespaces =
            [
                """{"actions":{"a":{}}}""", """{"actions":{"a":{"memberOf":null,"appliesTo":null}}}""", """{"actions":{"a":{"appliesTo":{"principalTypes":[],"resourceTypes":[]}}}}""",
                """{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A"],"resourceTypes":[]}}}}""", """{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A"]}}}}""",
                """{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A"],"resourceTypes":["A"],"context":{"type":"Record","attributes":{}}}}}}""",
                """{"actions":{"a":{"attributes":{"x":1}}}}""", """{"actions":{"a":{"foo":1}}}""", """{"entityTypes":{"A":{"foo":1}}}""", """{"foo":1}""",
                """{"entityTypes":{"A":{"memberOfTypes":[],"shape":{"type":"Record","attributes":{}}}}}""", """{"entityTypes":{"A":{"enum":["x"],"memberOfTypes":["A"]}}}""", """{"entityTypes":{"A":{"enum":[]}}}""",
                """{"annotations":{"a":"b"}}""", """{"entityTypes":{"A":{"shape":{"type":"Long"}}}}""", """{"entityTypes":{"A b":{}}}""", """{"entityTypes":{"if":{}}}""", """{"entityTypes":{"A":{"memberOfTypes":["A b"]}}}""",
                """{"actions":{"a":{"memberOf":[{"id":"b"},{"id":"b","type":"Action"}]},"b":{}}}""", """{"actions":{"a":{"annotations":{"a b":"x"}}}}""", """{"entityTypes":{"A":{"tags":{"type":"Set","element":{"type":"Entity","name":"A"}}}}}""",
                """{"commonTypes":{"Long":{"type":"String"}}}""", """{"commonTypes":{"C":{"type":"C"}}}""", """{"actions":{"a":{"memberOf":[{"id":"nope"}]}}}""", """{"actions":{"a":{"memberOf":[{"id":"a","foo":1}]}}}""",
            ];
            return
            [
                "{}", "[]", """{"":{"entityTypes":{}}}""", """{"":{"actions":{}}}""", """{"a b":{"entityTypes":{},"actions":{}}}""", """{"__cedar":{"entityTypes":{},"actions":{}}}""",
                """{"N":{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A"],"resourceTypes":["N::A"],"context":{"type":"EntityOrCommon","name":"C"}}}},"commonTypes":{"C":{"type":"Record","attributes":{}}}}}""",
                """{"N":{"entityTypes":{"Long":{},"A":{"shape":{"type":"Record","attributes":{"x":{"type":"Long"},"y":{"type":"EntityOrCommon","name":"Long"},"z":{"type":"Entity","name":"Long"}}}}},"actions":{},"annotations":{"a":"b"}}}""",
                .. attributes.Select(type => $$$$$"""{"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"x":{{{{{type}}}}}}}}},"actions":{},"commonTypes":{"C":{"type":"Long"}}}}"""),
                .. namespaces.Select(space => new JsonObject { [""] = With(space) }.ToJsonString()),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_has_the_same_form(string text) => Check(text);

    [Fact]
    public void All_schemas_of_the_repository_and_of_the_official_cases_have_the_same_form()
    {
        var copy = Environment.GetEnvironmentVariable("CEDAR_INTEGRATION_TESTS");
        var folder = string.IsNullOrEmpty(copy) ? Path.Combine(AppContext.BaseDirectory, "cases") : copy;
        var files = Directory.EnumerateFiles(folder, "*.cedarschema", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(OracleFiles.Agreements, "*.cedarschema", SearchOption.AllDirectories)).ToArray();
        foreach (var file in files)
        {
            Check(File.ReadAllText(file));
        }

        output.WriteLine($"{files.Length} schemas are the same");
        Assert.InRange(files.Length, 30, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Jsons))]
    public void JSON_is_read_where_the_official_engine_reads_it(string json)
    {
        var theirs = oracle.Call("schemaToJson", JsonNode.Parse(json));
        var isRead = theirs?["type"]?.GetValue<string>() == "success";
        Assert.Equal(isRead, CedarSchema.TryParseJson(json, "schema.json", out var schema, out var found));
        if (!isRead)
        {
            Assert.All(found, finding => Assert.True(finding is { Line: 1, Column: > 0 }));
            return;
        }

        JsonSameness.Same(theirs!["json"], JsonNode.Parse(schema!.ToJson()));
        Assert.True(schema.TryToCedar(out var text, out var problem), problem);
        Assert.Equal(Meaning(schema), Meaning(CedarSchema.Parse(text)));
        var theirText = oracle.Call("schemaToText", JsonNode.Parse(json))?["text"]?.GetValue<string>();
        Assert.NotNull(theirText);
        Assert.Equal(Meaning(schema), Meaning(CedarSchema.Parse(theirText)));
    }

    private static string Meaning(CedarSchema schema)
    {
        var entities = schema.EntityTypes.Values.OrderBy(entity => entity.Name, StringComparer.Ordinal)
            .Select(entity => $"{entity.Name} {string.Join(',', entity.Parents)} {entity.Attributes} {entity.Tags} {(entity.IsEnumerated ? string.Join(',', entity.Choices) : "")}");
        var actions = schema.Actions.Values.OrderBy(action => action.Uid.ToString(), StringComparer.Ordinal)
            .Select(action => $"{action.Uid} {string.Join(',', action.Parents)} {(action.Principals.IsEmpty || action.Resources.IsEmpty ? "" : $"{string.Join(',', action.Principals)} {string.Join(',', action.Resources)} {action.Context}")}");
        return string.Join('\n', entities.Concat(actions));
    }

    private static JsonObject With(string space)
    {
        var json = JsonNode.Parse("""{"entityTypes":{},"actions":{}}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(space)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }

    private void Check(string text)
    {
        var theirs = oracle.Call("schemaToJson", text)?["json"];
        Assert.True(theirs is not null, text);
        var schema = CedarSchema.Parse(text);

        // text to JSON; our text to their JSON; their text to our JSON; JSON back to text and through us again
        JsonSameness.Same(theirs, JsonNode.Parse(schema.ToJson()));
        Assert.True(schema.TryToCedar(out var ours, out var problem), problem);
        JsonSameness.Same(theirs, oracle.Call("schemaToJson", ours)?["json"]);
        var theirText = oracle.Call("schemaToText", text)!["text"]!.GetValue<string>();
        Assert.Equal(Meaning(schema), Meaning(CedarSchema.Parse(theirText)));
        var fromJson = CedarSchema.ParseJson(schema.ToJson());
        JsonSameness.Same(theirs, JsonNode.Parse(fromJson.ToJson(indented: true)));
        Assert.True(fromJson.TryToCedar(out var again, out _));
        Assert.Equal(ours, again);
    }
}
