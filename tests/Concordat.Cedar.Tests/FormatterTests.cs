using System.Text.Json.Nodes;
using Concordat.Cedar.Formatting;
using Concordat.Cedar.Tests.Generation;
using Concordat.Cedar.Tests.Oracle;

namespace Concordat.Cedar.Tests;

public sealed class FormatterTests(CedarOracle oracle) : IClassFixture<CedarOracle>
{
    /// <summary>Where the official formatter and ours agree to the letter.</summary>
    [Theory]
    [InlineData("permit(principal,action,resource);")]
    [InlineData("""@id("a")@b("c") permit(principal==User::"a",action in [Action::"x",Action::"y"],resource is T in G::"z") when {context.b} unless {principal in G::"ff"};""")]
    [InlineData("permit(principal == ?principal,action,resource in ?resource,);")]
    [InlineData("permit(principal,action,resource) when { context.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa == 1 && context.bbbbbbbbbbbbbbbbbbbbbbbbbbbbb == 2 && context.cccccccccccccccccccccc has d.e.f || context.x };")]
    [InlineData("permit(principal,action,resource) when { (context.aaaaaaaaaaaaaaaaaaaaaaaaaaaaa || context.bbbbbbbbbbbbbbbbbbbbbbbbb || (context.ccccccccccccccccc && context.dddddddddddddddddddddddd)) && 1 + 2 * 3 - 4 < 5};")]
    [InlineData("""permit(principal,action,resource) when { {a:1,"b c":{x:[]}}.a==1 && {aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:111111111111111,bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb:2222222222222222,c:1} == {} && ip("1.1.1.1").isInRange(ip("2.2.2.2/8")) && !(-1==-context.x) && context["a b"].c like "x*\\*" && (principal is A in B::"x")};""")]
    public void Layout_is_that_of_the_official_formatter(string text)
    {
        var answer = oracle.Call("formatPolicies", new JsonObject { ["policyText"] = text, ["lineWidth"] = 80, ["indentWidth"] = 2 })!;
        Assert.Equal(answer["formatted_policy"]!.GetValue<string>(), CedarFormatter.Format(text));
    }

    [Fact]
    public void Comments_stay_where_they_belong()
    {
        const string Text = """
            // head

            // first
            permit( // after paren
             principal, // p
             action, // a
             // before resource
             resource // r
            ) // close
            when { // open
             // lead
             true && // and
             // second
             [1, // one
              2] == [] // t
             // before close
            }
            ; // semi
            @id("x") // ann
            forbid(principal,action,resource,); // last
            // end
            """;
        const string Formatted = """
            // head

            // first
            permit ( // after paren
              principal, // p
              action, // a
              // before resource
              resource // r
            ) // close
            when
            { // open
              // lead
              true && // and
              // second
              [1, // one
               2] ==
                [] // t
              // before close
            }; // semi

            @id("x") // ann
            forbid (principal, action, resource); // last

            // end

            """;
        Assert.Equal(Formatted, CedarFormatter.Format(Text));
        Assert.Equal(Formatted, CedarFormatter.Format(Formatted));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("  \n\n", "")]
    [InlineData("// only", "// only\n")]
    [InlineData("\r\n// a  \r\n\r\n\r\n// b", "// a\n\n// b\n")]
    public void Text_without_policies_keeps_its_comments(string text, string formatted) => Assert.Equal(formatted, CedarFormatter.Format(text));

    [Fact]
    public void Faulty_text_is_refused_with_its_place()
    {
        var fault = Assert.Throws<CedarParseException>(() => CedarFormatter.Format("permit(principal action);", file: "a.cedar"));
        Assert.StartsWith("a.cedar:1:18:", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CedarFormatter.Format("", width: 19));
        Assert.Throws<ArgumentOutOfRangeException>(() => CedarFormatter.Format("", indent: 17));
    }

    /// <summary>Every policy text of the official cases, and generated ones, in several widths: same meaning, same comments, and twice is once.</summary>
    [Theory]
    [InlineData(20, 0)]
    [InlineData(40, 4)]
    [InlineData(80, 2)]
    [InlineData(1000, 2)]
    public void Formatting_never_changes_meaning_and_is_done_once(int width, int indent)
    {
        foreach (var (name, text) in Texts())
        {
            var formatted = CedarFormatter.Format(text, width, indent, name);
            Assert.Equal(formatted, CedarFormatter.Format(formatted, width, indent, name));
            var (before, after) = (PolicySet.Parse(text), PolicySet.Parse(formatted));
            Assert.Equal(PolicyIdentity.Of(before), PolicyIdentity.Of(after));
            Assert.Equal(CommentsOf(text, before), CommentsOf(formatted, after));
        }
    }

    [Fact]
    public void The_official_engine_reads_the_same_policies_before_and_after()
    {
        foreach (var (name, text) in Texts().Where((_, i) => i % 4 == 0))
        {
            Assert.True(Official(text) == Official(CedarFormatter.Format(text)), name);
        }
    }

    private string Official(string text)
    {
        var parts = oracle.Call("policySetTextToParts", text)!;
        var policies = parts["policies"]!.AsArray().Select(policy => oracle.Call("policyToJson", policy)!.ToJsonString());
        return string.Join('\n', policies) + parts["policy_templates"]!.AsArray().Count;
    }

    private static IEnumerable<string> CommentsOf(string text, PolicySet policies) =>
        policies.Comments.Select(span => text.Substring(span.Start, span.Length).TrimEnd());

    private static IEnumerable<(string Name, string Text)> Texts()
    {
        foreach (var folder in (string[])[Path.Combine(AppContext.BaseDirectory, "cases"), Environment.GetEnvironmentVariable("CEDAR_INTEGRATION_TESTS") ?? ""])
        {
            foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.cedar", SearchOption.AllDirectories) : [])
            {
                var text = File.ReadAllText(file);
                if (PolicySet.TryParse(text, file, out _, out _))
                {
                    yield return (file, text);
                }
            }
        }

        for (var seed = 0; seed < 60; seed++)
        {
            var text = Commented(CaseGenerator.Generate(seed).Policies, new Random(seed));
            if (PolicySet.TryParse(text, null, out _, out _))
            {
                yield return ($"seed {seed}", text);
            }
        }
    }

    /// <summary>Puts comments between words, wherever they may stand.</summary>
    private static string Commented(string text, Random random)
    {
        var (tokens, _) = Syntax.Lexer.Read(text, new Syntax.DiagnosticBag(null));
        var commented = new System.Text.StringBuilder();
        var at = 0;
        foreach (var token in tokens)
        {
            commented.Append(text, at, token.Span.Start - at);
            commented.Append(random.Next(6) switch { 0 => " // same line\n", 1 => "\n  // own line\n", 2 => "\n\n// apart\n\n", _ => "" });
            commented.Append(text, token.Span.Start, token.Span.Length);
            at = token.Span.End;
        }

        return commented.ToString();
    }
}
