using System.Globalization;
using Concordat.Cedar.Evaluation;

namespace Concordat.Cedar.Tests;

/// <summary>The index must never leave out a policy that would be satisfied or err.</summary>
public sealed class PolicyIndexTests
{
    private const string Schema = """
        entity User, Doc, Photo;
        action all;
        action write in [all] appliesTo { principal: User, resource: [Doc, Photo], context: { n: Long } };
        action read appliesTo { principal: User, resource: [Doc, Photo], context: { n: Long } };
        """;

    private static readonly EntityUid User = new("User", "u");

    [Theory]
    [InlineData("action == Action::\"write\"", "write", true)]
    [InlineData("action == Action::\"write\"", "read", false)]
    [InlineData("action in Action::\"all\"", "write", true)]
    [InlineData("action in Action::\"all\"", "read", false)]
    [InlineData("action in [Action::\"all\", Action::\"read\"]", "read", true)]
    [InlineData("action in []", "read", false)]
    [InlineData("action", "unheard-of", true)]
    public void Finds_by_action_and_its_groups(string scope, string action, bool found) =>
        Assert.Equal(found, Ask($"permit(principal, {scope}, resource);", action, "Doc"));

    [Theory]
    [InlineData("resource is Doc", "Doc", true)]
    [InlineData("resource is Doc", "Photo", false)]
    [InlineData("resource == Doc::\"d\"", "Doc", true)]
    [InlineData("resource == Doc::\"e\"", "Doc", false)]
    [InlineData("resource == Photo::\"d\"", "Doc", false)]
    [InlineData("resource is Doc in Photo::\"d\"", "Doc", false)]
    [InlineData("resource in Doc::\"d\"", "Doc", true)]
    public void Finds_by_the_resources_type(string scope, string type, bool found) =>
        Assert.Equal(found, Ask($"permit(principal, action, {scope});", "read", type));

    [Fact]
    public void Entities_of_the_request_may_put_the_action_into_further_groups()
    {
        var policies = Compile("forbid(principal, action in Action::\"risky\", resource); permit(principal, action, resource);");
        var request = Request("read", "Doc");
        var risky = EntityStore.Parse("""[{"uid":{"type":"Action","id":"read"},"attrs":{},"parents":[{"type":"Action","id":"risky"}]}]""");

        Assert.Equal(Decision.Allow, policies.Evaluate(request).Decision);
        Assert.Equal(Decision.Deny, policies.Evaluate(request, risky).Decision);
        Assert.Equal(Decision.Allow, policies.Evaluate(request).Decision);
    }

    [Fact]
    public void A_policy_that_errs_is_found_where_its_scope_fits_and_only_there()
    {
        var policies = Compile("forbid(principal, action == Action::\"read\", resource is Doc) when { context.missing };");

        Assert.Single(policies.Evaluate(Request("read", "Doc")).Errors);
        Assert.Empty(policies.Evaluate(Request("read", "Photo")).Errors);
        Assert.Empty(policies.Evaluate(Request("write", "Doc")).Errors);
    }

    [Fact]
    public void Outcomes_of_the_request_before_are_gone()
    {
        var policies = Compile("permit(principal, action == Action::\"read\", resource); permit(principal, action == Action::\"write\", resource);");
        var outcomes = new PolicyOutcome[3];
        outcomes[2] = new PolicyOutcome(PolicyOutcomeKind.Satisfied);

        policies.EvaluateAll(Request("read", "Doc"), outcomes);
        policies.EvaluateAll(Request("write", "Doc"), outcomes);

        Assert.Equal([false, true, true], outcomes.Select(outcome => outcome.IsSatisfied)); // the third is beyond the policies and not ours
    }

    [Fact]
    public void More_kinds_of_requests_than_are_remembered_are_answered_alike()
    {
        var policies = Compile("permit(principal, action, resource is Doc); forbid(principal, action == Action::\"a7\", resource);");
        for (var i = 0; i < PolicyIndex.MaxKinds + 50; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"a{i}");
            Assert.Equal(i == 7 ? Decision.Deny : Decision.Allow, policies.Evaluate(Request(name, "Doc")).Decision);
            Assert.Equal(Decision.Deny, policies.Evaluate(Request(name, "Photo")).Decision);
        }
    }

    private static bool Ask(string policy, string action, string type) => Compile(policy).Evaluate(Request(action, type)).Decision == Decision.Allow;

    private static CompiledPolicySet Compile(string policies) => CompiledPolicySet.Compile(PolicySet.Parse(policies), CedarSchema.Parse(Schema));

    private static CedarRequest Request(string action, string type) =>
        new(User, new EntityUid("Action", action), new EntityUid(type, "d"), CedarRecord.Parse("""{"n":1}"""));
}
