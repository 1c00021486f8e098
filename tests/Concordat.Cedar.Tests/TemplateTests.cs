namespace Concordat.Cedar.Tests;

public sealed class TemplateTests
{
    private const string Share = """
        @id("share") @note permit(principal in ?principal, action == Action::"view", resource is Doc in ?resource) when { context.ok };
        @id("all") forbid(principal, action, resource) unless { context.ok };
        """;

    private static readonly EntityUid Staff = new("Group", "staff");
    private static readonly EntityUid Papers = new("Folder", "papers");

    [Fact]
    public void A_template_stands_apart_from_the_policies()
    {
        var set = PolicySet.Parse(Share);
        Assert.Equal(["all"], set.Policies.Select(policy => policy.Id));
        var template = Assert.Single(set.Templates);
        Assert.Equal(("share", true), (template.Id, template.IsTemplate));
        Assert.True(template.Principal.IsSlot && template.Resource.IsSlot);
    }

    [Fact]
    public void Ids_count_templates_as_statements()
    {
        var set = PolicySet.Parse("permit(principal == ?principal, action, resource); permit(principal, action, resource);");
        Assert.Equal(("policy0", "policy1"), (set.Templates[0].Id, set.Policies[0].Id));
    }

    [Fact]
    public void A_link_makes_a_policy_that_is_evaluated()
    {
        var set = PolicySet.Parse(Share).Link(new("share", "papers-for-staff", Staff, Papers));
        var ann = new EntityUid("User", "ann");
        var paper = new EntityUid("Doc", "1");
        var entities = EntityStore.Of([new Entity(ann, null, [Staff]), new Entity(paper, null, [Papers])]);
        var context = CedarRecord.Parse("""{"ok":true}""");
        var compiled = CompiledPolicySet.Compile(set);
        var answer = compiled.Evaluate(new CedarRequest(ann, new("Action", "view"), paper, context), entities);
        Assert.Equal((Decision.Allow, "papers-for-staff"), (answer.Decision, Assert.Single(answer.Reasons)));
        answer = compiled.Evaluate(new CedarRequest(ann, new("Action", "view"), new("Doc", "2"), context), entities);
        Assert.Equal(Decision.Deny, answer.Decision);
        var linked = set.Policies[^1];
        Assert.Equal((false, "share"), (linked.IsTemplate, linked.Link?.TemplateId));
        Assert.Contains("note", linked.BareAnnotations);
    }

    [Fact]
    public void A_template_that_is_not_linked_decides_nothing()
    {
        var set = PolicySet.Parse("permit(principal == ?principal, action, resource);");
        var answer = CompiledPolicySet.Compile(set).Evaluate(new CedarRequest(Staff, Staff, Staff, CedarRecord.Empty));
        Assert.Equal(Decision.Deny, answer.Decision);
    }

    [Theory]
    [InlineData("nope", "new", true, true, "there is no template `nope`")]
    [InlineData("all", "new", true, true, "there is no template `all`")]
    [InlineData("share", "share", true, true, "the policy id `share` is taken")]
    [InlineData("share", "all", true, true, "the policy id `all` is taken")]
    [InlineData("share", "new", false, true, "the slot `?principal` of template `share` is given no entity")]
    [InlineData("share", "new", true, false, "the slot `?resource` of template `share` is given no entity")]
    [InlineData("half", "new", true, true, "template `half` has no slot `?resource`")]
    public void A_link_that_does_not_fit_is_refused(string template, string id, bool principal, bool resource, string problem)
    {
        var set = PolicySet.Parse(Share + " @id(\"half\") permit(principal == ?principal, action, resource);");
        var link = new TemplateLink(template, id, principal ? Staff : null, resource ? Papers : null);
        Assert.False(set.TryLink(link, out _, out var found));
        Assert.Equal(problem, found);
        Assert.Throws<ArgumentException>(() => set.Link(link));
    }

    [Theory]
    [InlineData("permit(principal == ?resource, action, resource);", "expected `?principal`, found `?resource`")]
    [InlineData("permit(principal == ?foo, action, resource);", "expected `?principal`, found `?foo`")]
    [InlineData("permit(principal, action == ?principal, resource);", "`?principal` cannot stand for the action")]
    [InlineData("permit(principal, action in [?action], resource);", "`?action` cannot stand for the action")]
    [InlineData("permit(principal in [?principal], action, resource);", "found `[`")]
    [InlineData("permit(principal is ?principal, action, resource);", "expected an entity type, found `?principal`")]
    [InlineData("permit(principal is A in [?principal], action, resource);", "found `[`")]
    [InlineData("permit(?principal, action, resource);", "expected `principal`, found `?principal`")]
    [InlineData("permit(principal, action, resource) when { ?principal == resource };", "`?principal` cannot stand in a condition")]
    public void A_slot_elsewhere_is_refused(string text, string message)
    {
        Assert.False(PolicySet.TryParse(text, null, out _, out var found));
        Assert.Contains(message, found[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parentheses_in_a_scope_are_read_and_bounded()
    {
        Assert.True(PolicySet.Parse("permit(principal == ((?principal)), action in ([(Action::\"a\")]), resource);").Templates[0].IsTemplate);
        var bomb = $"permit(principal == {new string('(', 100_000)}";
        Assert.False(PolicySet.TryParse(bomb, null, out _, out var found));
        Assert.Equal("nested-too-deep", found[0].Code);
    }

    [Theory]
    [InlineData("permit(principal == ((?principal)), action in ([(Action::\"a\")]), resource in (A::\"x\"));")]
    [InlineData("permit(principal is A in ?principal, action, resource);permit(principal,action,resource==?resource)when{true};")]
    public void Templates_and_parentheses_in_scopes_are_formatted(string text)
    {
        var formatted = CedarFormatter.Format(text);
        Assert.Equal(formatted, CedarFormatter.Format(formatted));
        Assert.Equal(text.Count(c => c is '?'), formatted.Count(c => c is '?'));
    }
}
