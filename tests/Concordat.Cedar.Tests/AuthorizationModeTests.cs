namespace Concordat.Cedar.Tests;

public sealed class AuthorizationModeTests
{
    private static readonly EntityUid User = new("User", "u");
    private static readonly CedarRequest Request = new(User, new EntityUid("Action", "a"), User, CedarRecord.Empty);

    [Fact]
    public void A_forbid_that_errs_is_skipped_by_the_specification_and_denies_where_no_errors_are_required()
    {
        var policies = Compile("permit(principal, action, resource); forbid(principal, action, resource) when { context.secret };");
        Assert.Equal(Decision.Allow, policies.Evaluate(Request).Decision);

        var strict = policies.Evaluate(Request, mode: AuthorizationMode.RequireNoErrors);
        Assert.Equal(Decision.Deny, strict.Decision);
        Assert.True(strict.IsDeniedForErrors);
        Assert.Empty(strict.Reasons);
        Assert.Equal("policy1", Assert.Single(strict.Errors).PolicyId);
    }

    [Fact]
    public void A_permit_that_errs_denies_even_when_another_permit_holds()
    {
        var strict = Compile("permit(principal, action, resource); permit(principal, action, resource) when { 1 + 9223372036854775807 > 0 };")
            .Evaluate(Request, mode: AuthorizationMode.RequireNoErrors);
        Assert.Equal(Decision.Deny, strict.Decision);
        Assert.True(strict.IsDeniedForErrors);
    }

    [Theory]
    [InlineData("permit(principal, action, resource);", Decision.Allow)]
    [InlineData("permit(principal, action, resource); forbid(principal, action, resource) when { false && context.secret };", Decision.Allow)]
    [InlineData("forbid(principal, action, resource); permit(principal, action, resource) when { context.secret };", Decision.Deny)]
    [InlineData("permit(principal, action, resource) when { context.secret };", Decision.Deny)]
    public void Without_an_error_that_matters_both_modes_answer_alike(string text, Decision expected)
    {
        var policies = Compile(text);
        var plain = policies.Evaluate(Request);
        var strict = policies.Evaluate(Request, mode: AuthorizationMode.RequireNoErrors);
        Assert.Equal(expected, plain.Decision);
        Assert.Equal(expected, strict.Decision);
        Assert.Equal(plain.Reasons, strict.Reasons);
        Assert.False(strict.IsDeniedForErrors);
    }

    private static CompiledPolicySet Compile(string text) => CompiledPolicySet.Compile(PolicySet.Parse(text));
}
