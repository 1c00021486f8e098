using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Cedar.Tests.Oracle;

namespace Concordat.Cedar.Tests;

/// <summary>Warnings of texts that read differently from what they say: the same ones as the official validator gives.</summary>
public sealed class ConfusablesTests(CedarOracle oracle) : IClassFixture<CedarOracle>
{
    private const string SchemaText = "entity U; entity D; action r appliesTo { principal: [U], resource: [D], context: { s: String } };";

    private static readonly (string Official, string Ours)[] Codes =
    [
        ("contains mixed scripts", "mixed-scripts"),
        ("contains BIDI control characters", "bidirectional-text"),
        ("General Security Profile", "confusable-name"),
    ];

    [Theory]
    [InlineData("context.s == \"say_һello\"")]
    [InlineData("context.s like \"*say_һello*\"")]
    [InlineData("context.s == \"a\\u{202e}b\"")]
    [InlineData("context.s == \"\\u{2066}\"")]
    [InlineData("principal == U::\"say_һello\"")]
    [InlineData("principal == U::\"a\\u{202e}b\"")]
    [InlineData("principal == U::\"\\u{200b}\"")]
    [InlineData("principal == U::\"x y\"")]
    [InlineData("principal has \"é\"")]
    [InlineData("principal has \"aΩ\"")]
    [InlineData("principal has \"\U0001F600\"")]
    [InlineData("principal has \"a.b$\"")]
    [InlineData("{\"say_һello\": 1} == {\"say_һello\": 1}")]
    [InlineData("context.s == \"аррӏе\"")]
    [InlineData("context.s == \"日本ひら\"")]
    [InlineData("context.s == \"日本a\"")]
    [InlineData("context.s == \"한국日本\"")]
    [InlineData("context.s == \"αа\"")]
    [InlineData("context.s == \"漢あア\"")]
    [InlineData("context.s == \"1Ω\u200e\"")]
    public void Odd_texts_get_the_same_warnings_as_from_the_official_validator(string condition) =>
        Assert.Equal(Official([condition]), Ours([condition]));

    [Fact]
    public void Characters_of_every_script_are_judged_alike_in_a_name_and_beside_a_latin_letter()
    {
        var conditions = new List<string>();
        var scripts = Unicode.CharacterRanges.Load("scripts.txt");
        for (var code = 0x20; code < 0x32000; code += code < 0x3400 ? 3 : 97)
        {
            // Characters that Unicode has named since are not in our table.
            if (Rune.IsValid(code) && scripts.Find(new Rune(code)) is not null)
            {
                conditions.Add(string.Create(CultureInfo.InvariantCulture, $"principal has \"\\u{{{code:x}}}\""));
                conditions.Add(string.Create(CultureInfo.InvariantCulture, $"context.s == \"a\\u{{{code:x}}}\""));
            }
        }

        foreach (var some in conditions.Chunk(45))
        {
            Assert.Equal(Official(some), Ours(some));
        }
    }

    private string Official(string[] conditions)
    {
        var answer = oracle.Call("validate", new JsonObject { ["schema"] = SchemaText, ["policies"] = new JsonObject { ["staticPolicies"] = Policies(conditions) } })!;
        return List(answer["validationWarnings"]!.AsArray().SelectMany(warning => Codes
            .Where(code => warning!["error"]!["message"]!.GetValue<string>().Contains(code.Official, StringComparison.Ordinal))
            .Select(code => $"{warning!["policyId"]} {code.Ours}")));
    }

    private static string Ours(string[] conditions) =>
        List(Validator.Validate(PolicySet.Parse(Policies(conditions)), CedarSchema.Parse(SchemaText))
            .Where(finding => Codes.Any(code => code.Ours == finding.Code))
            .Select(finding => $"{finding.PolicyId} {finding.Code}"));

    private static string Policies(string[] conditions) => string.Concat(conditions.Select(condition => $"permit(principal, action, resource) when {{ {condition} }};\n"));

    private static string List(IEnumerable<string> found) => string.Join('\n', found.Distinct().Order(StringComparer.Ordinal));
}
