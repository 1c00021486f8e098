namespace Concordat.Cedar.Tests;

/// <summary>The examples of docs/reference/cedar.md, word by word.</summary>
public sealed class LibraryTourTests
{
    [Fact]
    public void The_examples_of_the_reference_answer_what_it_says()
    {
        CedarSchema schema = CedarSchema.Parse("""
            entity User in [Group] = { level: Long };
            entity Group, Document;
            action read appliesTo { principal: User, resource: Document, context: { hour: Long } };
            """);
        PolicySet policies = PolicySet.Parse("""
            permit (principal in Group::"staff", action == Action::"read", resource)
            when { context.hour < 18 || principal.level > 3 };
            """, "office.cedar");
        Assert.Empty(Validator.Validate(policies, schema));
        EntityStore entities = EntityStore.Parse("""
            [{"uid": {"type": "User", "id": "ann"}, "attrs": {"level": 1}, "parents": [{"type": "Group", "id": "staff"}]}]
            """, schema);
        Assert.Empty(Validator.ValidateEntities(entities, schema));
        var action = new EntityUid("Action", "read");
        CedarRecord context = CedarRecord.Parse("""{"hour": 9}""", schema.Actions[action].Context);
        var request = new CedarRequest(new EntityUid("User", "ann"), action, new EntityUid("Document", "plan"), context);
        Assert.Empty(Validator.ValidateRequest(request, schema));
        CompiledPolicySet compiled = CompiledPolicySet.Compile(policies, schema);
        AuthorizationAnswer answer = compiled.Evaluate(request, entities);
        Assert.Equal(Decision.Allow, answer.Decision);
        Assert.Equal(["policy0"], answer.Reasons);
        Assert.Empty(answer.Errors);
        Assert.Equal(Decision.Allow, compiled.Evaluate(request, entities, AuthorizationMode.RequireNoErrors).Decision);

        PartialAnswer ahead = compiled.EvaluatePartially(
            new PartialRequest(null, action, new EntityUid("Document", "plan"), context) { UnknownContext = ["hour"] }, entities);
        Assert.Equal(PartialDecision.Depends, ahead.Decision);
        Assert.Equal(["context.hour", "principal", "principal.level"], ahead.DependsOn);

        // It looks at each test by itself.
        var always = CompiledPolicySet.Compile(PolicySet.Parse("permit (principal, action, resource) when { context.hour > 1 || context.hour < 5 };"), schema);
        Assert.Equal(PartialDecision.Depends, always.EvaluatePartially(new PartialRequest(null, action, null, null), entities).Decision);
    }
}
