using System.Text;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;

namespace Concordat.Gateway.Tests.Deciding;

/// <summary>Only a call that a lesser case describes whole has the lesser effect; whatever else has the worst.</summary>
public sealed class ToolEffectTests
{
    private static readonly ToolRegistry Registry = new(
    [
        new ToolConfig
        {
            Name = "move_arm",
            Effect = "force",
            Lesser =
            [
                new ToolCaseConfig
                {
                    Effect = "none",
                    Where =
                    [
                        new ToolConditionConfig { Argument = "/mode", In = ["simulate", "true", "7"] },
                        new ToolConditionConfig { Argument = "/zone/id", Matches = "[a-z]{1,8}-[0-9]{1,3}" },
                        new ToolConditionConfig { Argument = "/note", Any = true },
                    ],
                },
                new ToolCaseConfig
                {
                    Effect = "reversible",
                    Where =
                    [
                        new ToolConditionConfig { Argument = "/mode", In = ["move"] },
                        new ToolConditionConfig { Argument = "/speed", AtLeast = 0, AtMost = 0.5m },
                        new ToolConditionConfig { Argument = "/targets", In = ["bench-1", "bench-2"] },
                        new ToolConditionConfig { Argument = "/a~1b", Any = true },
                    ],
                },
            ],
        },
        new ToolConfig { Name = "plain", Effect = "reversible" },
    ]);

    [Theory]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7"},"note":{"any":["thing",1]}}""", "none")]
    [InlineData("""{"mode":true,"zone":{"id":"bay-7"},"note":0}""", "none")]
    [InlineData("""{"mode":7,"zone":{"id":"bay-7"},"note":0}""", "none")]
    [InlineData("""{"mode":"\u0073imulate","zone":{"id":"bay-7"},"note":""}""", "none")]
    [InlineData("""{"mode":"move","speed":0.5,"targets":["bench-2","bench-1"],"a/b":1}""", "reversible")]
    [InlineData("""{"mode":"move","speed":5e-1,"targets":["bench-2"],"a/b":1}""", "reversible")]
    public void A_call_that_a_case_describes_has_its_effect(string arguments, string effect) => Assert.Equal(effect, EffectOf(arguments));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7"},"note":1} x""")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7"},"note":1,"mode":"move"}""")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7","id":"front-1"},"note":1}""")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7"},"note":1,"override":true}""")]
    [InlineData("""{"mode":"simulate","Mode":"move","zone":{"id":"bay-7"},"note":1}""")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7","armed":true},"note":1}""")]
    [InlineData("""{"mode":"Simulate","zone":{"id":"bay-7"},"note":1}""")]
    [InlineData("""{"mode":"simulate ","zone":{"id":"bay-7"},"note":1}""")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7\n"},"note":1}""")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7; fire"},"note":1}""")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-\u0661"},"note":1}""")]
    [InlineData("""{"mode":"simulate","zone":"bay-7","note":1}""")]
    [InlineData("""{"mode":"simulate","zone":{"id":null},"note":1}""")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7"},"note":null}""")]
    [InlineData("""{"mode":"simulate","zone":{"id":"bay-7"}}""")]
    [InlineData("""{"mode":"\ud800","zone":{"id":"bay-7"},"note":1}""")]
    [InlineData("""{"mode":"move","speed":0.50001,"targets":["bench-1"],"a/b":1}""")]
    [InlineData("""{"mode":"move","speed":-1,"targets":["bench-1"],"a/b":1}""")]
    [InlineData("""{"mode":"move","speed":"0.1","targets":["bench-1"],"a/b":1}""")]
    [InlineData("""{"mode":"move","speed":1e400,"targets":["bench-1"],"a/b":1}""")]
    [InlineData("""{"mode":"move","speed":0.1,"targets":["bench-1","gate"],"a/b":1}""")]
    [InlineData("""{"mode":"move","speed":0.1,"targets":[],"a/b":1}""")]
    [InlineData("""{"mode":"move","speed":0.1,"targets":[["bench-1"]],"a/b":1}""")]
    [InlineData("""{"mode":"move","speed":0.1,"targets":{"0":"bench-1"},"a/b":1}""")]
    public void Whatever_else_has_the_worst_effect(string arguments) => Assert.Equal("force", EffectOf(arguments));

    [Fact]
    public void Nesting_without_end_and_text_without_end_have_the_worst_effect()
    {
        Assert.Equal("force", EffectOf($$"""{"mode":"simulate","zone":{"id":"bay-7"},"note":{{new string('[', 5000)}}{{new string(']', 5000)}}}"""));
        Assert.Equal("force", EffectOf($$"""{"mode":"simulate","zone":{"id":"{{new string('a', 100_000)}}-1"},"note":1}"""));
    }

    [Fact]
    public void Arguments_that_nobody_knows_have_the_worst_effect()
    {
        Assert.True(Registry.TryGetEffect("move_arm", out var effect));
        Assert.Equal("force", effect);
        Assert.False(Registry.TryGetEffect("move_Arm", "{}"u8, out effect));
        Assert.Equal("unknown", effect);
        Assert.True(Registry.TryGetEffect("plain", "not json"u8, out effect));
        Assert.Equal("reversible", effect);
    }

    private static string EffectOf(string arguments)
    {
        Assert.True(Registry.TryGetEffect("move_arm", Encoding.UTF8.GetBytes(arguments), out var effect));
        return effect;
    }
}
