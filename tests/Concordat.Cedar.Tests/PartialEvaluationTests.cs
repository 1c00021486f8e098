using System.Text.Json.Nodes;
using Concordat.Cedar.Tests.Generation;

namespace Concordat.Cedar.Tests;

public sealed class PartialEvaluationTests
{
    private const string SchemaText = """
        entity User in [Group] = { level: Long };
        entity Group, Doc, Folder;
        action read appliesTo { principal: [User], resource: [Doc, Folder], context: { n: Long, s: String, set: Set<String>, r: { a: Long, b?: Bool }, o?: Long, t: datetime } };
        """;

    private static readonly CedarSchema Schema = CedarSchema.Parse(SchemaText);
    private static readonly EntityUid User = new("User", "u");
    private static readonly EntityUid Doc = new("Doc", "d");
    private static readonly EntityUid Read = new("Action", "read");
    private static readonly CedarRecord Context = CedarRecord.Parse("""{"n":1,"s":"x","set":["a"],"r":{"a":1},"t":"2026-01-01"}""", Schema.Actions[new("Action", "read")].Context);

    [Theory]
    [InlineData("permit(principal, action, resource) when { context.n > 3 };", PartialDecision.Depends, "context.n")]
    [InlineData("permit(principal, action, resource) when { context.n > 3 && context.s == \"y\" };", PartialDecision.Deny, "")]
    [InlineData("permit(principal, action, resource) when { context.s == \"y\" && context.n > 3 };", PartialDecision.Deny, "")]
    [InlineData("permit(principal, action, resource) when { context.s == \"x\" || context.n > 3 };", PartialDecision.Allow, "")]
    [InlineData("permit(principal, action, resource) when { context.n > 3 || context.s == \"x\" };", PartialDecision.Allow, "")]
    [InlineData("permit(principal, action, resource) when { if context.n > 3 then true else true };", PartialDecision.Allow, "")]
    [InlineData("permit(principal, action, resource) when { context.n + 1 > 3 || context.s == \"x\" };", PartialDecision.Depends, "context.n")]
    [InlineData("permit(principal, action, resource) when { context.r.a == 1 };", PartialDecision.Depends, "context.r.a")]
    [InlineData("permit(principal, action, resource) when { context has r && context.r has a };", PartialDecision.Allow, "")]
    [InlineData("permit(principal, action, resource) when { context has o };", PartialDecision.Depends, "context.o")]
    [InlineData("permit(principal, action, resource) when { context has o && context.o == 1 };", PartialDecision.Depends, "context.o")]
    [InlineData("permit(principal, action, resource) when { context has nothing };", PartialDecision.Deny, "")]
    [InlineData("permit(principal, action, resource) when { context.set.contains(\"b\") || context.n == 1 };", PartialDecision.Depends, "context.n context.set")]
    [InlineData("permit(principal, action, resource) when { context.n == \"text\" };", PartialDecision.Deny, "")]
    [InlineData("permit(principal, action, resource); forbid(principal, action, resource) when { context.n > 3 };", PartialDecision.Depends, "context.n")]
    [InlineData("permit(principal, action, resource); permit(principal, action, resource) when { context.n > 3 };", PartialDecision.Allow, "")]
    [InlineData("forbid(principal, action, resource); permit(principal, action, resource) when { context.n > 3 };", PartialDecision.Deny, "")]
    [InlineData("permit(principal, action, resource) when { {x: context.n, y: 1}.y == 1 };", PartialDecision.Allow, "")]
    [InlineData("permit(principal, action, resource) when { [].contains(context.n) };", PartialDecision.Deny, "")]
    [InlineData("permit(principal, action, resource) when { [1, context.n].contains(1) };", PartialDecision.Depends, "context.n")]
    public void Unknown_attributes_decide_only_what_hangs_on_them(string policies, PartialDecision decision, string dependsOn)
    {
        var request = new PartialRequest(User, Read, Doc, Context) { UnknownContext = ["n", "r.a", "o", "set"] };
        Check(policies, request, Schema, decision, dependsOn);
    }

    [Theory]
    [InlineData("permit(principal is User, action, resource);", PartialDecision.Allow, "")]
    [InlineData("permit(principal == User::\"u\", action, resource);", PartialDecision.Depends, "principal")]
    [InlineData("permit(principal == Group::\"u\", action, resource);", PartialDecision.Deny, "")]
    [InlineData("permit(principal, action, resource is Doc);", PartialDecision.Depends, "resource")]
    [InlineData("permit(principal, action, resource is Group);", PartialDecision.Deny, "")]
    [InlineData("permit(principal, action, resource is Doc); permit(principal, action, resource is Folder);", PartialDecision.Allow, "")]
    [InlineData("permit(principal, action == Action::\"write\", resource);", PartialDecision.Deny, "")]
    [InlineData("permit(principal in Group::\"g\", action, resource);", PartialDecision.Depends, "principal")]
    [InlineData("permit(principal, action, resource) when { principal.level > 3 };", PartialDecision.Depends, "principal.level")]
    [InlineData("permit(principal, action, resource) when { context.s like \"a*\" };", PartialDecision.Depends, "context.s")]
    [InlineData("permit(principal, action, resource) when { context has s };", PartialDecision.Allow, "")]
    public void A_schema_says_what_an_unknown_principal_resource_or_context_can_be(string policies, PartialDecision decision, string dependsOn) =>
        Check(policies, new PartialRequest(null, Read, null, null), Schema, decision, dependsOn);

    [Theory]
    [InlineData("permit(principal, action, resource) when { context.n > 3 || true };", PartialDecision.Depends, "context.n")]
    [InlineData("permit(principal, action, resource) when { context has n };", PartialDecision.Depends, "context.n")]
    [InlineData("permit(principal, action, resource) when { false && context.n };", PartialDecision.Deny, "")]
    [InlineData("permit(principal is User, action, resource);", PartialDecision.Depends, "principal")]
    public void Without_a_schema_an_unknown_may_be_anything_or_absent(string policies, PartialDecision decision, string dependsOn) =>
        Check(policies, new PartialRequest(null, Read, Doc, CedarRecord.Empty) { UnknownContext = ["n"] }, null, decision, dependsOn);

    [Fact]
    public void An_error_that_may_happen_denies_only_where_no_errors_are_required()
    {
        var policies = CompiledPolicySet.Compile(PolicySet.Parse("permit(principal, action, resource); permit(principal, action, resource) when { context.n + 1 > 3 };"), Schema);
        var request = new PartialRequest(User, Read, Doc, Context) { UnknownContext = ["n"] };
        Assert.Equal(PartialDecision.Allow, policies.EvaluatePartially(request).Decision);
        Assert.Equal(PartialDecision.Depends, policies.EvaluatePartially(request, mode: AuthorizationMode.RequireNoErrors).Decision);

        var broken = CompiledPolicySet.Compile(PolicySet.Parse("permit(principal, action, resource); permit(principal, action, resource) when { context.s + 1 > context.n };"), Schema);
        Assert.Equal(PartialDecision.Deny, broken.EvaluatePartially(request, mode: AuthorizationMode.RequireNoErrors).Decision);
        Assert.Equal(PartialOutcomeKind.Error, broken.EvaluatePartially(request).Outcomes[1].Kind);
    }

    /// <summary>Generated cases: parts of known requests are called unknown, and whatever is said must hold for all requests that agree on the rest.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_said_holds_for_every_value_of_the_unknowns(bool withSchema)
    {
        var (decided, asked) = (0, 0);
        for (var seed = 50_000; seed < 50_400; seed++)
        {
            var test = CaseGenerator.Generate(seed);
            var schema = CedarSchema.Parse(test.Schema);
            if (!PolicySet.TryParse(test.Policies, null, out var policies, out _) || Read_(test, schema) is not { } entities)
            {
                continue;
            }

            var compiled = CompiledPolicySet.Compile(policies, withSchema ? schema : null);
            var random = new Random(seed);
            foreach (var family in Families(test, schema, random))
            {
                var members = family.Members.Where(member => Validator.ValidateRequest(member, schema).Count == 0).ToArray();
                foreach (var mode in members.Length == 0 ? [] : new[] { AuthorizationMode.SkipErrors, AuthorizationMode.RequireNoErrors })
                {
                    var answer = compiled.EvaluatePartially(family.Known, entities, mode);
                    asked++;
                    decided += answer.Decision == PartialDecision.Depends ? 0 : 1;
                    foreach (var member in members)
                    {
                        Verify(seed, answer, compiled, member, entities, mode);
                    }
                }
            }
        }

        Assert.True(decided > asked / 10, $"{decided} of {asked} decided");
        Assert.True(asked > 500, $"{asked} asked");
    }

    private static void Verify(int seed, PartialAnswer answer, CompiledPolicySet compiled, CedarRequest member, EntityStore entities, AuthorizationMode mode)
    {
        var outcomes = new PolicyOutcome[compiled.Count];
        compiled.EvaluateAll(member, outcomes, entities);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var said = answer.Outcomes[i];
            var fits = said.Kind switch
            {
                PartialOutcomeKind.Satisfied => outcomes[i].IsSatisfied,
                PartialOutcomeKind.Error => outcomes[i].IsError,
                PartialOutcomeKind.NotSatisfied => !outcomes[i].IsSatisfied && (said.MayFail || !outcomes[i].IsError),
                _ => said.MayFail || !outcomes[i].IsError,
            };
            Assert.True(fits, $"seed {seed}: {said} but {outcomes[i]} for {member} in\n{compiled.Policies[i].Text}");
        }

        if (answer.Decision != PartialDecision.Depends)
        {
            Assert.Equal(answer.Decision == PartialDecision.Allow, compiled.Evaluate(member, entities, mode).Decision == Decision.Allow);
        }
        else
        {
            Assert.NotEmpty(answer.DependsOn);
        }
    }

    /// <summary>A request with parts made unknown, and requests that differ from it in those parts only.</summary>
    private static IEnumerable<(PartialRequest Known, CedarRequest[] Members)> Families(GeneratedCase test, CedarSchema schema, Random random)
    {
        for (var i = 0; i < test.Requests.Count; i += 3)
        {
            var json = test.Requests[i]!.AsObject();
            var names = json["context"]!.AsObject().Select(pair => pair.Key).Where(name => !name.Contains('.', StringComparison.Ordinal) && random.Next(3) == 0).ToArray();
            var (anyone, anything, all) = (random.Next(3) == 0, random.Next(3) == 0, random.Next(8) == 0);
            var members = new List<CedarRequest>();
            for (var j = 0; j < test.Requests.Count; j++)
            {
                var other = test.Requests[j]!.AsObject();
                if (other["action"]!.ToJsonString() != json["action"]!.ToJsonString())
                {
                    continue;
                }

                if (Member(json, other, names, anyone, anything, all, schema) is { } member)
                {
                    members.Add(member);
                }
            }

            if (members.Count == 0)
            {
                continue;
            }

            var known = members[0];
            yield return (new PartialRequest(anyone ? null : known.Principal, known.Action, anything ? null : known.Resource, all ? null : known.Context) { UnknownContext = [.. names] }, [.. members]);
        }
    }

    private static CedarRequest? Member(JsonObject json, JsonObject other, string[] names, bool anyone, bool anything, bool all, CedarSchema schema)
    {
        var context = (all ? other : json)["context"]!.DeepClone().AsObject();
        foreach (var name in all ? [] : names)
        {
            context.Remove(name);
            if (other["context"]!.AsObject().TryGetPropertyValue(name, out var value))
            {
                context[name] = value!.DeepClone();
            }
        }

        var merged = new JsonObject
        {
            ["principal"] = (anyone ? other : json)["principal"]!.DeepClone(),
            ["action"] = json["action"]!.DeepClone(),
            ["resource"] = (anything ? other : json)["resource"]!.DeepClone(),
            ["context"] = context,
        };
        try
        {
            return new GeneratedCase(0, "", "", [], [merged]).Request(0, schema);
        }
        catch (CedarParseException)
        {
            return null;
        }
    }

    private static EntityStore? Read_(GeneratedCase test, CedarSchema schema)
    {
        try
        {
            var entities = EntityStore.Parse(test.Entities.ToJsonString(), schema);
            return Validator.ValidateEntities(entities, schema).Count == 0 ? entities : null;
        }
        catch (CedarParseException)
        {
            return null;
        }
    }

    private static void Check(string policies, PartialRequest request, CedarSchema? schema, PartialDecision decision, string dependsOn)
    {
        var answer = CompiledPolicySet.Compile(PolicySet.Parse(policies), schema).EvaluatePartially(request);
        Assert.Equal(decision, answer.Decision);
        Assert.Equal(dependsOn, string.Join(' ', answer.DependsOn));
    }
}
