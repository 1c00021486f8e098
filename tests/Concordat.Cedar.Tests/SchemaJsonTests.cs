namespace Concordat.Cedar.Tests;

public sealed class SchemaJsonTests
{
    [Theory]
    [InlineData("{\"\":{\"entityTypes\":{},\n\"actions\":{\"a\":{\"apliesTo\":1}}}}", "2:17", "unknown-member", "did you mean `appliesTo`?")]
    [InlineData("{\"\":{\"entityTypes\":{},\"actions\":{}},\"\":{}}", "1:37", "duplicate-member", "the member `` occurs twice")]
    [InlineData("{\"\":{\"entityTypes\":{\"A\":{\"tags\":{\"type\":\"Nope\"}}},\"actions\":{}}}", "1:41", "unknown-type", "unknown type `Nope`")]
    [InlineData("{\"\":{\"entityTypes\":{\"A\":{\"memberOfTypes\":[\"B\"]}},\"actions\":{}}}", "1:43", "unknown-entity-type", "unknown entity type `B`")]
    [InlineData("{\"\":{\"entityTypes\":{},\"actions\":{\"a\":{\"memberOf\":[{\"id\":\"b\"}]}}}}", "1:51", "unknown-action", "unknown action `Action::\"b\"`")]
    [InlineData("{\"\":{\"actions\":{}}}", "1:5", "missing-member", "`entityTypes` is missing")]
    public void An_error_says_where_and_what(string json, string place, string code, string message)
    {
        Assert.False(CedarSchema.TryParseJson(json, "s.json", out _, out var found));
        Assert.Equal(code, found[0].Code);
        Assert.StartsWith($"s.json:{place}: ", found[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(message, found[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_faulty_declaration_is_reported()
    {
        const string json = """{"":{"entityTypes":{"A":1,"B":{},"if":{}},"actions":{"a":[]}}}""";
        Assert.False(CedarSchema.TryParseJson(json, null, out _, out var found));
        Assert.Equal(["unexpected-value", "expected-name", "unexpected-value"], found.Select(finding => finding.Code));
    }

    [Fact]
    public void Deep_types_are_refused_in_both_forms()
    {
        var json = $$$"""{"":{"actions":{},"entityTypes":{"A":{"tags":{{{string.Concat(Enumerable.Repeat("""{"type":"Set","element":""", 400))}}}{"type":"Long"}{{{new string('}', 404)}}}""";
        Assert.False(CedarSchema.TryParseJson(json, null, out _, out var found));
        Assert.Equal("nested-too-deep", found[0].Code);
    }

    [Theory]
    [InlineData(
        """{"":{"commonTypes":{"User":{"type":"Long"}},"entityTypes":{"User":{},"A":{"shape":{"type":"Record","attributes":{"x":{"type":"Entity","name":"User"}}}}},"actions":{}}}""",
        "`User` means an entity type, but in the Cedar form it would mean the common type of that name")]
    [InlineData(
        """{"":{"commonTypes":{"C":{"type":"Record","attributes":{}}},"entityTypes":{"A":{"shape":{"type":"C"}}},"actions":{}}}""",
        "the shape of entity type `A` is the common type `C`; in the Cedar form a shape is written out")]
    [InlineData(
        """{"N":{"entityTypes":{"Long":{},"A":{"tags":{"type":"Long"}},"B":{"tags":{"type":"__cedar::String"}},"C":{"tags":{"type":"Long"}},"D":{"tags":{"type":"Set","element":{"type":"String"}}}},"actions":{}}}""",
        null)]
    public void The_Cedar_form_never_means_something_else(string json, string? expected)
    {
        var schema = CedarSchema.ParseJson(json);
        Assert.Equal(expected is null, schema.TryToCedar(out var text, out var problem));
        Assert.Equal(expected, problem);
        if (text is not null)
        {
            var again = CedarSchema.Parse(text);
            Assert.All(schema.EntityTypes, pair => Assert.Equal(pair.Value.Tags, again.EntityTypes[pair.Key].Tags));
            Assert.Contains("tags __cedar::Long", text, StringComparison.Ordinal);
            Assert.Contains("tags Set<String>", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_Cedar_form_is_set_out_for_people()
    {
        const string text = """
            entity Group;

            @doc("who asks")
            entity User in [Group] = {
              name: String,
              "full name"?: String,
              @since("2")
              home: {
                city: String,
              },
            } tags Set<String>;

            action all;

            action "read it" in [all] appliesTo {
              principal: [User],
              resource: [N::Doc],
              context: {
                ip: ipaddr,
              }
            };

            @area
            namespace N {
              type Size = Long;

              entity Doc = {
                size: Size,
              };

              entity Kind enum ["a", "b"];
            }

            """;
        Assert.True(CedarSchema.Parse(text).TryToCedar(out var written, out _));
        Assert.Equal(text, written);
    }
}
