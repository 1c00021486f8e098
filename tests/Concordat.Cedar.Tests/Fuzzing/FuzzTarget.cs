using Concordat.Cedar.Formatting;

namespace Concordat.Cedar.Tests.Fuzzing;

/// <summary>What is done with one hostile text: everything that the library offers. It may refuse the text, and nothing else may happen.</summary>
internal static class FuzzTarget
{
    public static readonly CedarSchema Schema = CedarSchema.Parse("""
        entity Group; entity User in [Group] = { a: Long, s: String, r: { b: Bool }, o?: Long, u: User, ip: ipaddr } tags String;
        action a, b appliesTo { principal: [User, Group], resource: [User], context: { a: Long, s: String, set: Set<Long>, r: { c?: String }, d: decimal, t: datetime } };
        """);

    private static readonly EntityStore Entities = EntityStore.Parse("""
        [{"uid":{"type":"User","id":"a"},"attrs":{"a":1,"s":"x","r":{"b":true},"u":{"type":"User","id":"b"},"ip":"::1"},"parents":[{"type":"Group","id":"g"}],"tags":{"a":"t"}}]
        """, Schema);

    private static readonly EntityUid User = new("User", "a");

    private static readonly CedarRequest Request = new(User, new EntityUid("Action", "a"), User, CedarRecord.Parse(
        """{"a":1,"s":"x","set":[1,2],"r":{},"d":"1.0","t":"2026-01-01"}""", Schema.Actions[new EntityUid("Action", "a")].Context));

    public static void Policies(string text)
    {
        if (!PolicySet.TryParse(text, "f", out var policies, out var found))
        {
            Bounded(found);
            return;
        }

        Bounded(Validator.Validate(policies, Schema));
        var compiled = CompiledPolicySet.Compile(policies, Schema);
        var answer = compiled.Evaluate(Request, Entities);
        var partial = compiled.EvaluatePartially(new PartialRequest(User, Request.Action, User, Request.Context), Entities);
        Require((partial.Decision == PartialDecision.Allow) == (answer.Decision == Decision.Allow), "with nothing unknown, partial evaluation must answer alike");
        compiled.EvaluatePartially(new PartialRequest(null, Request.Action, null, null), Entities);
        compiled.EvaluatePartially(new PartialRequest(null, Request.Action, User, Request.Context) { UnknownContext = ["a", "r.c"] }, Entities, AuthorizationMode.RequireNoErrors);
        string formatted;
        try
        {
            formatted = CedarFormatter.Format(text);
        }
        catch (CedarParseException fault) when (fault.Diagnostics[0].Code is "text-too-long")
        {
            return;
        }

        Require(formatted == CedarFormatter.Format(formatted), "formatting twice must change nothing");
        Require(PolicyIdentity.Of(policies) == PolicyIdentity.Of(PolicySet.Parse(formatted)), "formatting must keep the meaning");
    }

    public static void SchemaText(string text)
    {
        if (!CedarSchema.TryParse(text, "f", out var schema, out var found))
        {
            Bounded(found);
            return;
        }

        Bounded(Validator.Validate(PolicySet.Parse("permit(principal, action, resource) when { context has a && principal has a.b };"), schema));
        Validator.ValidateRequest(Request, schema);
        Validator.ValidateEntities(Entities, schema);
    }

    public static void Json(string text)
    {
        foreach (var schema in new[] { Schema, null })
        {
            try
            {
                Validator.ValidateEntities(EntityStore.Parse(text, schema), Schema);
            }
            catch (CedarParseException fault)
            {
                Bounded(fault.Diagnostics);
            }
        }

        foreach (var type in new[] { Schema.Actions[Request.Action].Context, null })
        {
            try
            {
                Validator.ValidateRequest(Request with { Context = CedarRecord.Parse(text, type) }, Schema);
            }
            catch (CedarParseException fault)
            {
                Bounded(fault.Diagnostics);
            }
        }

        try
        {
            CedarSchema.ParseJson(text);
        }
        catch (CedarParseException fault)
        {
            Bounded(fault.Diagnostics);
        }
    }

    private static void Bounded(IReadOnlyList<CedarDiagnostic> found) =>
        Require(found.Count <= CedarLimits.Diagnostics && found.All(one => one.ToString().Length < 100_000), "findings must be few and short");

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidOperationException(rule);
        }
    }
}
