using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Tests;

public sealed class PolicyParserTests
{
    [Fact]
    public void A_policy_keeps_its_annotations_its_place_and_its_exact_text()
    {
        const string Text = """
            // first line
            @clause("3.2")
            @redline
            forbid (principal, action == Action::"request", resource is Model)
            when { context.label == "secret" } // why
            unless { principal has waiver };
            """;
        var policy = Assert.Single(PolicySet.Parse(Text, "clauses.cedar").Policies);
        Assert.Equal(Effect.Forbid, policy.Effect);
        Assert.Equal("policy0", policy.Id);
        Assert.Equal("3.2", policy.Annotations["clause"]);
        Assert.Equal("", policy.Annotations["redline"]);
        Assert.Equal((2, 1), (policy.Span.Line, policy.Span.Column));
        Assert.Equal(Text[Text.IndexOf('@', StringComparison.Ordinal)..], policy.Text);
        Assert.Equal(ScopeKind.Is, policy.Resource.Kind);
        Assert.Equal([false, true], policy.Conditions.Select(condition => condition.IsUnless));
    }

    [Fact]
    public void Comments_are_skipped_and_their_places_kept()
    {
        const string Text = "// a\npermit(principal, // b\naction, resource) when { \"// no\" == \"\" };//c";
        var comments = PolicySet.Parse(Text).Comments;
        Assert.Equal(["// a", "// b", "//c"], comments.Select(span => Text.Substring(span.Start, span.Length)));
    }

    [Fact]
    public void Policies_are_numbered_in_text_order_unless_they_have_an_id()
    {
        var policies = PolicySet.Parse("""permit(principal, action, resource); @id("stop") forbid(principal, action, resource);""");
        Assert.Equal(["policy0", "stop"], policies.Policies.Select(policy => policy.Id));
    }

    [Theory]
    [InlineData("(1 + 2) * 3 > -5 && (context has a.b || !(true && false))", "(1 + 2) * 3 > -5 && (context has a.b || !(true && false))")]
    [InlineData("((context.a) == (1 + (2 * 3))) && (principal is A)", "context.a == 1 + 2 * 3 && principal is A")]
    [InlineData("1 - (2 - 3) - (-(4)) - (-4)", "1 - (2 - 3) - -(4) - -4")]
    [InlineData("(if true then 1 else 2) == (1 == 2) || ((true && false) || true) && ((-1).a)", "(if true then 1 else 2) == (1 == 2) || (true && false || true) && (-1).a")]
    public void Only_parentheses_that_are_needed_are_written(string written, string expected)
    {
        Assert.Equal(expected, Body(written).ToString());
        Assert.Equal(ExprWriter.Write(Body(written)), ExprWriter.Write(Body(expected)));
    }

    [Theory]
    [InlineData("1 + 2 * 3", "1 + (2 * 3)")]
    [InlineData("1 - 2 - 3", "(1 - 2) - 3")]
    [InlineData("true || false && true", "true || (false && true)")]
    [InlineData("!principal.x == true", "(!principal.x) == true")]
    [InlineData("context has a.b", "(context has a) && (context.a has b)")]
    [InlineData("principal is A::B in C::\"c\"", "(principal is A::B) && (principal in C::\"c\")")]
    [InlineData("if true then 1 else 2", "if true then 1 else 2")]
    [InlineData("context[\"a b\"].c", "context[\"a b\"].c")]
    [InlineData("- -1", "-(-1)")]
    public void Operators_bind_as_the_language_says(string written, string expected)
    {
        var body = Body(written);
        Assert.Equal(Plain(expected), Plain(ExprWriter.Write(body)));
        Assert.Equal(body.ToString(), Body(body.ToString()).ToString());

        static string Plain(string text) => text.Replace("(-1)", "-1", StringComparison.Ordinal)
            .Replace("(1)", "1", StringComparison.Ordinal).Replace("(2)", "2", StringComparison.Ordinal).Replace("(3)", "3", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\\n\\t\\\\\\\"\\u{1F600}\\x41\\0\"", "a\n\t\\\"\U0001F600A\0")]
    [InlineData("\"line\nbreak\"", "line\nbreak")]
    public void String_escapes_are_read(string written, string expected) =>
        Assert.Equal(expected, Assert.IsType<LiteralExpr>(Body(written)).Value.AsString);

    [Theory]
    [InlineData("permit(principal, action, resource) when { context.a = 1 };", "1:54", "single-equals", "`=` is not an operator (did you mean `==`?)")]
    [InlineData("permit(principal, action, resource)", "1:36", "unexpected-token", "expected `when`, `unless` or `;`, found the end of the text")]
    [InlineData("allow(principal, action, resource);", "1:1", "unexpected-token", "expected `permit`, `forbid` or an annotation, found `allow`")]
    [InlineData("permit(principal, action, resource)\nwhen { \"abc };", "2:8", "unterminated-string", "the string is not closed")]
    [InlineData("permit(principal, action, resource) when { \"a\\q\" };", "1:46", "invalid-escape", "unknown escape `\\q`")]
    [InlineData("permit(principal, action, resource) when { \"\\u{110000}\" };", "1:45", "invalid-escape", "Unicode scalar value")]
    [InlineData("permit(principal, action, resource) when { \"\\u{d800}\" };", "1:45", "invalid-escape", "Unicode scalar value")]
    [InlineData("permit(principal, action, resource) when { 9223372036854775808 == 1 };", "1:44", "number-too-large", "does not fit in 64 bits")]
    [InlineData("permit(principal, action, resource) when { 1 < 2 < 3 };", "1:50", "chained-comparison", "cannot be chained")]
    [InlineData("permit(principal, action, resource) when { contxt.a };", "1:44", "unknown-variable", "did you mean `context`?")]
    [InlineData("permit(principal, action, resource) when { context.a.contain(1) };", "1:54", "unknown-method", "did you mean `contains`?")]
    [InlineData("permit(principal, action, resource) when { };", "1:37", "empty-condition", "`when` condition is empty")]
    [InlineData("permit(principal, action is Action, resource);", "1:19", "scope-not-allowed", "use `action ==` or `action in`")]
    [InlineData("permit(principal, action == User::\"a\", resource);", "1:29", "not-an-action", "expected an action, found an entity of type `User`")]
    [InlineData("permit(principal == ?resource, action, resource);", "1:21", "misplaced-slot", "expected `?principal`, found `?resource`")]
    [InlineData("@a(\"1\") @a(\"2\") permit(principal, action, resource);", "1:9", "duplicate-annotation", "`@a` occurs twice")]
    [InlineData("permit(principal, action, resource) when { {a: 1, a: 2} == {} };", "1:51", "duplicate-attribute", "`a` occurs twice")]
    [InlineData("permit(principal, action, resource) when { context.if };", "1:52", "reserved-word", "reserved word `if`")]
    [InlineData("permit(principal, action, resource) when { é };", "1:44", "unexpected-character", "`é`")]
    [InlineData("permit(principal, action, resource) when { 4 / 2 == 2 };", "1:46", "unsupported-operator", "`/` does not exist in Cedar")]
    public void An_error_says_where_and_what_to_do(string text, string place, string code, string message)
    {
        Assert.False(PolicySet.TryParse(text, "clauses.cedar", out _, out var found));
        Assert.Equal(code, found[0].Code);
        Assert.StartsWith($"clauses.cedar:{place}: ", found[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(message, found[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\.$", found[0].Message);
    }

    [Fact]
    public void Columns_count_characters_not_code_units()
    {
        Assert.False(PolicySet.TryParse("permit(principal, action, resource) when { \"\U0001F600\" = 1 };", null, out _, out var found));
        Assert.Equal(48, found[0].Column);
    }

    [Fact]
    public void Each_faulty_policy_is_reported()
    {
        Assert.False(PolicySet.TryParse("permit(x);\npermit(principal, action, resource);\nforbid(y);", null, out _, out var found));
        Assert.Equal([1, 3], found.Select(finding => finding.Line));
    }

    private static Expr Body(string expr) =>
        PolicySet.Parse($"permit(principal, action, resource) when {{ {expr} }};").Policies[0].Conditions[0].Body;
}
