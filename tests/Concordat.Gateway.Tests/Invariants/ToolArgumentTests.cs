using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Invariants;

/// <summary>The same tool is harmless or force by its arguments, in every dialect, streamed or not.</summary>
public sealed class ToolArgumentTests
{
    [Theory]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("messages", true)]
    public async Task Only_the_described_call_is_let_out(string dialect, bool stream)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => TestConfig.WithUpstreams(form.Kind, upstream.Url)(config) with
        {
            Tools =
            [
                new ToolConfig
                {
                    Name = "move_arm",
                    Effect = "force",
                    Lesser = [new ToolCaseConfig { Effect = "none", Where = [new ToolConditionConfig { Argument = "/mode", In = ["simulate"] }] }],
                },
            ],
        });

        foreach (var (arguments, status, effect) in new[]
        {
            ("""{"mode":"simulate"}""", HttpStatusCode.OK, "none"),
            ("""{"mode":"strike"}""", HttpStatusCode.Forbidden, "force"),
            ("""{"mode":"simulate","armed":true}""", HttpStatusCode.Forbidden, "force"),
        })
        {
            if (stream)
            {
                upstream.AnswerEvents(form.CallStream("move_arm", [arguments[..9], arguments[9..]]));
            }
            else
            {
                upstream.AnswerJson(form.CallAnswer("move_arm", arguments));
            }

            using var response = await host.PostAsync(form.Path, form.Request("Go on.", stream));
            Assert.Equal(status, response.StatusCode);
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(effect, (await host.EntriesAsync()).Last()["calls"]![0]!["effect"]!.GetValue<string>());
        }
    }
}
