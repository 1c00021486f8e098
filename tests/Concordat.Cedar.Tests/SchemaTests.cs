namespace Concordat.Cedar.Tests;

public sealed class SchemaTests
{
    [Fact]
    public void Declarations_are_resolved_within_their_namespace()
    {
        var schema = CedarSchema.Parse("""
            @doc("who") entity Person;
            namespace A::B {
              type Name = { first: String, "last name"?: Name2 };
              type Name2 = Set<Person>;
              entity User in [Group] { name: Name, at: __cedar::datetime };
              entity Group;
              action "do it", view in ["all"] appliesTo { principal: [User], resource: [Group, Person], context: Name, };
              action all;
            }
            """);
        Assert.Equal(["Person", "A::B::User", "A::B::Group"], schema.EntityTypes.Keys);
        Assert.Equal("who", schema.EntityTypes["Person"].Annotations["doc"]);
        Assert.Equal("{at: datetime, name: {first: String, \"last name\"?: Set<Person>}}", schema.EntityTypes["A::B::User"].Attributes.ToString());
        var action = schema.Actions[new EntityUid("A::B::Action", "do it")];
        Assert.Equal(["A::B::Group", "Person"], action.Resources);
        Assert.Equal(["first", "last name"], action.Context.ToShape().Names);
        Assert.True(schema.ActionEntities.IsIn(action.Uid, new EntityUid("A::B::Action", "all")));
    }

    [Theory]
    [InlineData("entity A = { x: Lng };", "1:17: unknown type `Lng` (did you mean `Long`?)")]
    [InlineData("entity A in [B];", "1:14: unknown entity type `B`")]
    [InlineData("entity A; entity A;", "1:18: entity type `A` is declared twice")]
    [InlineData("type T = T;", "1:10: type `T` is defined by itself")]
    [InlineData("type Long = String;", "1:6: a common type cannot be named `Long`")]
    [InlineData("action a in b; action b in a;", "1:8: action `Action::\"a\"` is in a group that is in it")]
    [InlineData("action a in [c];", "1:14: unknown action `Action::\"c\"`")]
    [InlineData("entity A; action a appliesTo { principal: A };", "1:30: `appliesTo` needs both `principal` and `resource`")]
    [InlineData("entity A; action a appliesTo { principal: [], resource: A };", "1:32: the list of types is empty")]
    [InlineData("entity A; namespace N { entity A; }", "1:32: `A` is also declared outside any namespace")]
    [InlineData("entity A = { x: Long, x: Long };", "1:23: attribute `x` occurs twice")]
    [InlineData("entity Action;", "1:8: an entity type cannot be named `Action`")]
    [InlineData("namespace N { entity A }", "1:24: expected `;`, found `}`")]
    public void A_faulty_schema_is_refused_with_its_place(string text, string message)
    {
        Assert.False(CedarSchema.TryParse(text, "s", out _, out var found));
        Assert.Contains("s:" + message, found[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_form_says_the_same_as_the_cedar_form()
    {
        var cedar = CedarSchema.Parse("""
            namespace N {
              type T = { a: Long, b?: Set<User>, c: ipaddr };
              @doc("d") entity User in [Group] = { t: T, e: Bool } tags String;
              entity Group enum ["x"];
              action all;
              action view in [all] appliesTo { principal: User, resource: Group, context: T };
            }
            """);
        var json = CedarSchema.ParseJson("""
            {"N":{"commonTypes":{"T":{"type":"Record","attributes":{"a":{"type":"Long"},"b":{"type":"Set","required":false,
              "element":{"type":"Entity","name":"User"}},"c":{"type":"Extension","name":"ipaddr"}}}},
             "entityTypes":{"User":{"memberOfTypes":["Group"],"annotations":{"doc":"d"},"tags":{"type":"EntityOrCommon","name":"String"},
              "shape":{"type":"Record","attributes":{"t":{"type":"T"},"e":{"type":"Boolean"}}}},"Group":{"enum":["x"]}},
             "actions":{"all":{},"view":{"memberOf":[{"id":"all"}],
              "appliesTo":{"principalTypes":["User"],"resourceTypes":["Group"],"context":{"type":"EntityOrCommon","name":"T"}}}}}}
            """);
        Assert.Equal(Describe(cedar), Describe(json));

        static IEnumerable<string> Describe(CedarSchema schema) =>
            schema.EntityTypes.Values.Select(type =>
                    $"{type.Name} in {string.Join(',', type.Parents)} {type.Attributes} tags {type.Tags} enum {(type.IsEnumerated ? string.Join(',', type.Choices) : "-")} {type.Annotations.Count}")
                .Concat(schema.Actions.Values.Select(action =>
                    $"{action.Uid} in {string.Join(',', action.Parents)} {string.Join(',', action.Principals)} {string.Join(',', action.Resources)} {action.Context}"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"\":{\"entityTypes\":{\"A\":{\"shape\":{\"type\":\"Long\"}}}}}")]
    [InlineData("{\"\":{\"entityTypes\":{\"A\":{\"shape\":{}}}}}")]
    [InlineData("{\"\":{\"entityTypes\":{\"A\":{\"memberOfTypes\":[1]}}}}")]
    [InlineData("{\"\":{\"actions\":{\"a\":{\"appliesTo\":{\"principalTypes\":[]}}}}}")]
    [InlineData("{\"\":{\"actions\":{\"a\":{\"memberOf\":[{\"id\":\"b\"}]}}}}")]
    public void A_faulty_json_schema_is_refused(string json) => Assert.Throws<CedarParseException>(() => CedarSchema.ParseJson(json));

    [Fact]
    public void A_record_that_does_not_fit_its_type_is_described()
    {
        var type = CedarSchema.Parse("entity E; action a appliesTo { principal: E, resource: E, context: { n: Long, s?: Set<String>, r: { e: E } } };")
            .Actions.Values.Single().Context;
        Assert.Null(type.Mismatch(CedarRecord.Parse("""{"n":1,"r":{"e":{"__entity":{"type":"E","id":"x"}}}}""", type)));
        Assert.Equal("`n` is absent", Fault("""{"r":{"e":{"type":"E","id":"x"}}}"""));
        Assert.Equal("`n` should be a number, is a string", Fault("""{"n":"1","r":{"e":{"type":"E","id":"x"}}}"""));
        Assert.Equal("`s` holds an element that should be a string, is a number", Fault("""{"n":1,"s":[2],"r":{"e":{"type":"E","id":"x"}}}"""));
        Assert.Equal("`r.e` should be an entity (`E`), is another entity", Fault("""{"n":1,"r":{"e":{"type":"F","id":"x"}}}"""));
        Assert.Equal("`z` is not declared", Fault("""{"n":1,"r":{"e":{"type":"E","id":"x"}},"z":1}"""));

        string? Fault(string json) => type.Mismatch(CedarRecord.Parse(json, type));
    }
}
