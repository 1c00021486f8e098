namespace Concordat.Cedar.Tests;

public sealed class ValidatorTests
{
    private const string SchemaText = """
        namespace Concordat {
          entity UseCase, Model;
          entity Tool in [Toolbox] = { effect: String, limit?: Long } tags String;
          entity Toolbox;
          entity Level enum ["low", "high"];
          type Persons = { usDistinct: Long, kinds: Set<String>, place?: String };
          type Facts = { persons: Persons, label: { level: Level, aboveNetwork: Bool } };
          action all;
          action request, answer in all appliesTo { principal: UseCase, resource: Model, context: Facts };
          action toolCall appliesTo { principal: UseCase, resource: Tool, context: { persons: Persons, when: datetime } };
        }
        """;

    private static readonly CedarSchema Schema = CedarSchema.Parse(SchemaText);

    [Theory]
    [InlineData("""permit(principal, action, resource) when { context.persons.usDistinct > 3 };""")]
    [InlineData("""permit(principal, action in Concordat::Action::"all", resource) when { context.label.aboveNetwork };""")]
    [InlineData("""permit(principal, action, resource is Concordat::Tool) when { resource has limit && resource.limit < 3 };""")]
    [InlineData("""permit(principal, action, resource) when { context.persons has place && context.persons.place like "a*" };""")]
    [InlineData("""permit(principal, action, resource is Concordat::Tool) when { resource.hasTag("t") && resource.getTag("t") == "x" };""")]
    [InlineData("""permit(principal, action, resource) when { action == Concordat::Action::"toolCall" && context.when < datetime("2027-01-01") };""")]
    [InlineData("""permit(principal, action, resource) when { if context has label then context.label.level == Concordat::Level::"low" else true };""")]
    [InlineData("""permit(principal, action, resource in Concordat::Toolbox::"b");""")]
    public void Sound_policies_pass(string policy) => Assert.Empty(Validate(policy));

    [Theory]
    [InlineData("context.persons.usDistnct > 3", "unknown-attribute", "unknown attribute `persons.usDistnct` (did you mean `persons.usDistinct`?)")]
    [InlineData("context.label.aboveNetwork", "unknown-attribute", "unknown attribute `label`, for action `Concordat::Action::\"toolCall\"`")]
    [InlineData("context.persons.place == \"x\"", "optional-attribute", "attribute `persons.place` may be absent (test it first with `context.persons has place &&`)")]
    [InlineData("context.persons.usDistinct == \"3\"", "incompatible-types", "can never be equal: a number and a string")]
    [InlineData("context.persons.usDistinct > \"3\"", "unexpected-type", "expected a number, found a string")]
    [InlineData("context.persons.kinds == \"email\"", "incompatible-types", "a set (`Set<String>`) and a string")]
    [InlineData("context.persons.kinds.contains(1)", "incompatible-types", "elements of another type")]
    [InlineData("context.persons", "unexpected-type", "expected a boolean, found a record")]
    [InlineData("[] == [1]", "empty-set", "the type of an empty set is unknown")]
    [InlineData("[1, true].contains(1)", "mixed-types", "the set mixes a number and a boolean")]
    [InlineData("ip(\"x\").isIpv4()", "invalid-literal", "an ip address is written such as")]
    [InlineData("ip(context.persons.usDistinct).isIpv4()", "literal-needed", "`ip` needs a literal string")]
    [InlineData("principal is Concordat::UseCas", "unknown-entity-type", "did you mean `Concordat::UseCase`?")]
    [InlineData("principal is UseCase", "unknown-entity-type", "did you mean `Concordat::UseCase`?")]
    [InlineData("action == Concordat::Action::\"requst\"", "unknown-action", "did you mean `Concordat::Action::\"request\"`?")]
    [InlineData("action == Action::\"request\"", "unknown-action", "did you mean `Concordat::Action::\"request\"`?")]
    [InlineData("Concordat::Level::\"lo\" == Concordat::Level::\"low\"", "unknown-entity", "did you mean `low`?")]
    [InlineData("(if context.persons.usDistinct > 1 then 1 else \"a\") == 1", "mixed-types", "`then` is a number, but `else` is a string")]
    [InlineData("principal.getTag(\"x\") == \"\"", "no-tags", "have no tags")]
    [InlineData("ip(\"1.1.1.1\", \"2\").isIpv4()", "wrong-argument-count", "`ip` takes 1 argument, not 2")]
    public void A_finding_says_what_is_wrong_and_what_to_do(string condition, string code, string message)
    {
        var found = Validate($"permit(principal, action, resource)\nwhen {{ {condition} }};");
        var finding = Assert.Single(found, finding => string.Equals(finding.Code, code, StringComparison.Ordinal));
        Assert.Equal(CedarSeverity.Error, finding.Severity);
        Assert.Contains(message, finding.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("clauses.cedar:2:", finding.ToString(), StringComparison.Ordinal);
        Assert.Equal("policy0", finding.PolicyId);
    }

    [Fact]
    public void A_finding_stands_at_the_misspelt_word()
    {
        var finding = Assert.Single(Validate("permit(principal, action, resource)\nwhen { context.persons.usDistnct > 3 };"));
        Assert.Equal((2, 24), (finding.Line, finding.Column));
    }

    [Fact]
    public void A_scope_to_which_no_action_applies_is_an_error()
    {
        var found = Validate("""permit(principal is Concordat::Model, action, resource);""");
        Assert.Contains(found, finding => finding is { Severity: CedarSeverity.Error, Code: "never-applies" });
    }

    [Fact]
    public void A_policy_that_can_never_hold_is_a_warning()
    {
        var finding = Assert.Single(Validate("forbid(principal, action, resource) when { principal == resource };"));
        Assert.Equal((CedarSeverity.Warning, "never-satisfied"), (finding.Severity, finding.Code));
    }

    [Fact]
    public void Text_that_reads_in_another_direction_is_a_warning()
    {
        var found = Validate("forbid(principal, action, resource) when { context.persons.kinds.contains(\"a\u202Eb\") };");
        Assert.Equal("bidirectional-text", Assert.Single(found).Code);
    }

    private static IReadOnlyList<CedarDiagnostic> Validate(string text) => Validator.Validate(PolicySet.Parse(text, "clauses.cedar"), Schema);
}
