using System.Text.Json.Nodes;

namespace Concordat.Cedar.Tests.Oracle;

/// <summary>What is read as the JSON form of a policy, and what is refused, beside the official engine.</summary>
public sealed class PolicyJsonAcceptanceTests(CedarOracle oracle) : IClassFixture<CedarOracle>
{
    public static TheoryData<string> Bodies =>
    [
        """{"Value":null}""", """{"Value":{"a":1,"b":[1,{"c":"x"}]}}""", """{"Value":[1,2]}""", """{"Value":{"__extn":{"fn":"ip","arg":"1.2.3.4"}}}""",
        """{"Value":{"__extn":{"fn":"isIpv4","arg":"1.2.3.4"}}}""", """{"Value":{"__extn":{"fn":"ip","args":["1","2"]}}}""",
        """{"Value":{"__extn":{"fn":"offset","args":[{"__extn":{"fn":"datetime","arg":"2024-01-01"}},{"__extn":{"fn":"duration","arg":"1h"}}]}}}""",
        """{"Value":{"__expr":"1+1"}}""", """{"Value":1.5}""", """{"Value":{"__entity":{"type":"A b","id":"x"}}}""", """{"Value":{"__entity":{"type":"A","id":"x"},"foo":1}}""",
        """{"Value":{"type":"A","id":"x"}}""", """{"has":{"left":{"Var":"principal"},"attr":["a"]}}""", """{"has":{"left":{"Var":"principal"},"attr":[]}}""",
        """{"has":{"left":{"Var":"principal"},"attr":"a b"}}""", """{"Slot":"?principal"}""", """{"Slot":"?foo"}""", """{"Var":"foo"}""", """{"Unknown":[{"Value":"x"}]}""",
        """{"ip":[]}""", """{"foo":[{"Value":1}]}""", """{"isIpv4":[{"Var":"principal"},{"Var":"principal"}]}""", """{"ip":{"Value":"x"}}""",
        """{"is":{"left":{"Var":"principal"},"entity_type":"A b"}}""", """{"is":{"left":{"Var":"principal"},"entity_type":"in"}}""", """{"is":{"left":{"Var":"principal"},"entity_type":"principal"}}""",
        """{"like":{"left":{"Var":"principal"},"pattern":[{"Literal":"abc"},"Wildcard",{"Literal":""}]}}""", """{"like":{"left":{"Var":"principal"},"pattern":"a*"}}""",
        """{"like":{"left":{"Var":"principal"},"pattern":["Foo"]}}""", """{"&&":{"left":{"Value":true}}}""", """{"&&":{"left":{"Value":true},"right":{"Value":1},"foo":1}}""",
        """{"!":{"arg":{"Value":true}},"neg":{"arg":{"Value":1}}}""", "{}", "5", "\"x\"", "null", "[]", """{".":{"left":{"Var":"principal"},"attr":"if"}}""",
        """{"isEmpty":{"left":{"Var":"principal"}}}""", """{"Set":{"Value":1}}""", """{"/":{"left":{"Value":1},"right":{"Value":2}}}""", """{"contains":[{"Value":1},{"Value":2}]}""",
        """{"lessThan":[{"Value":1},{"Value":2}]}""", """{"neg":{"arg":{"Value":-5}}}""", """{"Record":{"if":{"Value":2}}}""",
        """{"!":{"arg":{"!":{"arg":{"!":{"arg":{"!":{"arg":{"!":{"arg":{"Value":true}}}}}}}}}}}""",
    ];

    public static TheoryData<string> Changes =>
    [
        """{"foo":1}""", """{"effect":"Permit"}""", """{"annotations":{}}""", """{"annotations":null}""", """{"annotations":{"a":null,"b":"","if":"x"}}""", """{"annotations":{"a b":"x"}}""",
        """{"annotations":{"a":1}}""", """{"conditions":[{"kind":"when"}]}""", """{"conditions":[{"kind":"wen","body":{"Value":true}}]}""", """{"conditions":[{"kind":"when","body":{"Value":true},"foo":1}]}""",
        """{"conditions":{}}""", """{"principal":{"op":"=="}}""", """{"principal":{"op":"==","entity":{"__entity":{"type":"A","id":"x"}}}}""", """{"principal":{"op":"in","entities":[{"type":"A","id":"x"}]}}""",
        """{"action":{"op":"in","entities":[]}}""", """{"action":{"op":"in","entities":[{"type":"A","id":"x"}]}}""", """{"action":{"op":"==","entity":{"type":"A","id":"x"}}}""",
        """{"action":{"op":"is","entity_type":"Action"}}""", """{"principal":{"op":"is","entity_type":"A","in":{"entity":{"type":"A","id":"x"}}}}""", """{"principal":{"op":"is"}}""",
        """{"principal":{"op":"is","entity_type":"A","in":{"op":"All"}}}""", """{"principal":{"op":"is","entity_type":"A","foo":1}}""", """{"principal":{"op":"all"}}""", """{"principal":null}""",
        """{"action":{"op":"in","entity":{"type":"Action","id":"x"}}}""", """{"principal":{"op":"==","entity":{"type":"","id":""}}}""", """{"principal":{"op":"==","entity":"A::\"x\""}}""",
    ];

    /// <summary>What the official engine lets pass and this one refuses, each on purpose: members that would be ignored, and text that nothing reads.</summary>
    public static TheoryData<string> Stricter =>
    [
        """{"principal":{"op":"All","entity":{"type":"A","id":"x"}}}""", """{"principal":{"op":"==","entity":{"type":"A","id":"x"},"slot":"?principal"}}""",
        """{"action":{"op":"in","entity":{"type":"Action","id":"x"},"entities":[]}}""", """{"principal":{"op":"==","entity":{"type":"A","id":"x","foo":1}}}""",
        """{"conditions":[{"kind":"when","body":{"isIpv4":[]}}]}""", """{"conditions":[{"kind":"when","body":{"unknown":[{"Value":"x"}]}}]}""",
        """{"conditions":[{"kind":"when","body":{"Value":{"__extn":{"fn":"foo","arg":"x"}}}}]}""", """{"conditions":[{"kind":"when","body":{"Value":{"__entity":"A::\"x\""}}}]}""",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Expressions_are_read_where_the_official_engine_reads_them(string body) => Check($$"""{"conditions":[{"kind":"when","body":{{body}}}]}""");

    [Theory]
    [MemberData(nameof(Changes))]
    public void Policies_are_read_where_the_official_engine_reads_them(string change) => Check(change);

    [Theory]
    [MemberData(nameof(Stricter))]
    public void What_would_be_ignored_is_refused(string change)
    {
        var json = Changed(change);
        Assert.True(Theirs(json));
        Assert.Throws<CedarParseException>(() => Policy.ParseJson(json.ToJsonString()));
    }

    private void Check(string change)
    {
        var json = Changed(change);
        if (!Theirs(json))
        {
            Assert.Throws<CedarParseException>(() => Policy.ParseJson(json.ToJsonString()));
            return;
        }

        var ours = Policy.ParseJson(json.ToJsonString());
        var text = oracle.Call("policyToText", json)!["text"]!.GetValue<string>();
        JsonSameness.Same(oracle.Call("policyToJson", text)?["json"], JsonNode.Parse(PolicySet.Parse(ours.ToCedar()).Policies[0].ToJson()));
    }

    private bool Theirs(JsonNode json) => oracle.Call("policyToText", json)?["type"]?.GetValue<string>() == "success";

    private static JsonObject Changed(string change)
    {
        var json = JsonNode.Parse("""{"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},"resource":{"op":"All"},"conditions":[]}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }
}
