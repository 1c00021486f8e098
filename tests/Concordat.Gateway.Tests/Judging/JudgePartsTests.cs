using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Judging;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Tests.Judging;

/// <summary>The grammars, the prompts and the bounds of a judgement, each by itself.</summary>
public sealed class JudgePartsTests
{
    [Theory]
    [InlineData(nameof(JudgeGrammar.LlamaGuard), "safe", "clean")]
    [InlineData(nameof(JudgeGrammar.LlamaGuard), "\n\nsafe ", "clean")]
    [InlineData(nameof(JudgeGrammar.LlamaGuard), "unsafe\nS1", "violation")]
    [InlineData(nameof(JudgeGrammar.LlamaGuard), "unsafe", "nonsense")]
    [InlineData(nameof(JudgeGrammar.LlamaGuard), "unsafe\nS1,S2", "nonsense")]
    [InlineData(nameof(JudgeGrammar.LlamaGuard), "safe.", "nonsense")]
    [InlineData(nameof(JudgeGrammar.Safeguard), """{"violation":1}""", "violation")]
    [InlineData(nameof(JudgeGrammar.Safeguard), """ { "violation" : 0 } """, "clean")]
    [InlineData(nameof(JudgeGrammar.Safeguard), """{"violation":0,"violation":1}""", "nonsense")]
    [InlineData(nameof(JudgeGrammar.Safeguard), """{"violation":0,"rationale":"it says so"}""", "nonsense")]
    [InlineData(nameof(JudgeGrammar.Safeguard), """{"violation":false}""", "nonsense")]
    [InlineData(nameof(JudgeGrammar.Safeguard), """{"violation":2}""", "nonsense")]
    [InlineData(nameof(JudgeGrammar.Safeguard), """{"violation":0} and more""", "nonsense")]
    [InlineData(nameof(JudgeGrammar.Safeguard), "0", "nonsense")]
    [InlineData(nameof(JudgeGrammar.GraniteGuardian), "Yes", "violation")]
    [InlineData(nameof(JudgeGrammar.GraniteGuardian), "No\n<confidence> High </confidence>", "clean")]
    [InlineData(nameof(JudgeGrammar.GraniteGuardian), "<score> yes </score>", "violation")]
    [InlineData(nameof(JudgeGrammar.GraniteGuardian), "<think>\n</think>\n<score>no</score>", "clean")]
    [InlineData(nameof(JudgeGrammar.GraniteGuardian), "<think>no</think><score>no</score>", "nonsense")]
    [InlineData(nameof(JudgeGrammar.GraniteGuardian), "No\nYes", "nonsense")]
    [InlineData(nameof(JudgeGrammar.GraniteGuardian), "no", "nonsense")]
    public void An_answer_is_of_its_grammar_or_nonsense(string grammar, string says, string means) =>
        Assert.Equal(means, JudgeResults.NameOf(JudgeAnswer.Read(Enum.Parse<JudgeGrammar>(grammar), says)));

    [Theory]
    [InlineData("llama-guard-3")]
    [InlineData("llama-guard-4")]
    [InlineData("gpt-oss-safeguard")]
    [InlineData("granite-guardian")]
    public void A_shipped_prompt_holds_the_policy_and_the_fenced_text_and_nothing_is_filled_twice(string name)
    {
        const string Fence = "0123456789abcdef0123456789abcdef";

        var body = JudgePrompt.Ship(name).Write("model-1", "{text}", "No {fence} \"here\".", Fence, "Say {policy}\n\"and\" {text}.");

        var json = JsonNode.Parse(body)!;
        Assert.Equal("model-1", json["model"]!.GetValue<string>());
        var all = json.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.Contains("""No {fence} \"here\".""", all, StringComparison.Ordinal);
        Assert.Contains($$"""{{Fence}}\nSay {policy}\n\"and\" {text}.\n{{Fence}}""", all, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_names_the_clauses_of_the_agreement()
    {
        var policy = RedLinePolicy.Of(RedLine.Surveillance, Kit.SignedBaseAgreement.Agreement);

        Assert.Contains("- 8.1 Surveillance as a subject", policy.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("- 8.2 ", policy.Text, StringComparison.Ordinal);
        Assert.InRange(policy.Text.Length, 500, 6000);
    }

    [Theory]
    [InlineData("safe", "no sound JSON")]
    [InlineData("""{"answers":"llama-guard"}""", "the members `answers` and `body`")]
    [InlineData("""{"answers":"other","body":{"messages":["{fence}{text}{fence}"]}}""", "`answers` must be")]
    [InlineData("""{"answers":"llama-guard","body":{"model":"m","messages":["{fence}{text}{fence}"]}}""", "`body.model` is the gateway's")]
    [InlineData("""{"answers":"llama-guard","body":{"stream":true,"messages":["{fence}{text}{fence}"]}}""", "`body.stream` is the gateway's")]
    [InlineData("""{"answers":"llama-guard","body":{"messages":["{text}"]}}""", "with `{fence}` before and after")]
    [InlineData("""{"answers":"llama-guard","body":{"messages":["{fence}{text}"]}}""", "with `{fence}` before and after")]
    [InlineData("""{"answers":"llama-guard","body":{"messages":["{fence}","{text}","{fence}"]}}""", "with `{fence}` before and after")]
    [InlineData("""{"answers":"llama-guard","body":{"messages":["{fence}{text}{fence}","{fence}{text}{fence}"]}}""", "must stand once")]
    [InlineData("""{"answers":"llama-guard","body":{"messages":["{fence}{text}{text}{fence}"]}}""", "must stand once")]
    [InlineData("""{"answers":"llama-guard","body":{"messages":[]}}""", "must stand once")]
    public void A_prompt_that_cannot_be_used_is_refused_with_what_to_do(string prompt, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => JudgePrompt.Parse(Encoding.UTF8.GetBytes(prompt))).Message, StringComparison.Ordinal);

    [Fact]
    public void No_answer_of_any_kind_lowers_what_is_likely_or_touches_another_red_line_or_moves_anything_but_what_is_possible()
    {
        foreach (var line in Enum.GetValues<RedLine>())
        {
            foreach (var result in JudgeResults.All)
            {
                for (var score = 0; score <= 100; score++)
                {
                    for (var asked = 40; asked < 70; asked += 7)
                    {
                        Check(line, result, score, asked, mayClear: true);
                        Check(line, result, score, asked, mayClear: false);
                    }
                }
            }
        }
    }

    private static void Check(RedLine line, JudgeResult result, int score, int asked, bool mayClear)
    {
        var judgement = new Judgement("guard", "m", "", [new JudgedLine(line, asked, result, mayClear)], TimeSpan.Zero, null);
        var before = new TopicFacts(score, 55, score, score, 55, 41);

        var after = judgement.Raise(judgement.Clear(before));

        Assert.Equal(before.LawEnforcement, after.LawEnforcement);
        foreach (var other in Enum.GetValues<RedLine>())
        {
            var (was, became) = (SuspicionBands.Of(before, other), SuspicionBands.Of(after, other));
            Assert.True(other == line || was == became);
            Assert.True(became >= was || (was == SuspicionBand.Possible && result == JudgeResult.Clean && mayClear && SuspicionBands.Score(before, line) <= asked));
            Assert.True(became <= was || (was == SuspicionBand.Possible && result == JudgeResult.Violation));
        }
    }
}
