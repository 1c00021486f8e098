using System.Net;
using System.Text;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Leaks;

/// <summary>An upstream whose body has no end, or says that it has 2 GB: read no further than can be held, refused with its own reason, recorded.</summary>
public sealed class EndlessUpstreamTests
{
    private const int Limit = 64 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Ways()
    {
        var ways = new TheoryData<string, string, string>();
        foreach (var upstream in UpstreamCase.Names)
        {
            foreach (var way in (string[])["endless text", "announced", "error", "endless line", "endless frame"])
            {
                ways.Add(upstream is "messages" or "vertex-messages" ? "messages" : "chat", upstream, way);
            }
        }

        return ways;
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task It_is_cut_off_recorded_and_disturbs_nothing_else(string front, string upstream, string way)
    {
        var form = DialectCase.Of(front);
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var with = UpstreamCase.Of(upstream).At(server.Url)(config);
            return with with { Limits = with.Limits with { AnswerBytes = Limit } };
        });
        server.Answer = async http =>
        {
            if (await TokenServer.TryAnswerAsync(http))
            {
                return;
            }

            var chunk = Encoding.ASCII.GetBytes(new string('a', 16 * 1024));
            http.Response.StatusCode = way == "error" ? 500 : 200;
            http.Response.ContentType = way switch
            {
                "endless line" or "endless frame" => UpstreamCase.Of(upstream).IsBinary ? "application/vnd.amazon.eventstream" : "text/event-stream",
                _ => "application/json",
            };
            if (way == "announced")
            {
                http.Response.ContentLength = 2L << 30;
            }

            // a frame of the event stream that says it has 2 GB, an event that never ends, a text that never ends
            await http.Response.Body.WriteAsync(way == "endless frame" ? [0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0] : way == "endless line" ? "data: {\"a\":\""u8.ToArray() : "{\"a\":\""u8.ToArray());
            try
            {
                // it ends only by being cut off
                while (!http.RequestAborted.IsCancellationRequested)
                {
                    await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
                    await Task.Yield();
                }
            }
            catch (Exception fault) when (fault is OperationCanceledException or IOException)
            {
                // as it should be
            }

            cut.TrySetResult();
        };

        using var response = await host.PostAsync(form.Path, form.Request("Go on.", stream: way is "endless line" or "endless frame"));
        var text = await response.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.DoesNotContain("aaaa", text, StringComparison.Ordinal);
        await cut.Task.WaitAsync(Deadline, TimeProvider.System, Stop);
        var told = (await host.EntriesAsync())[^1];
        Assert.True((string?)told["error"] is "answer_too_large" or "upstream_malformed" or "upstream_error", told.ToJsonString());

        UpstreamCase.Of(upstream).Answer(server, "All is well.");
        using var next = await host.PostAsync(form.Path, form.Request("And now?", stream: false));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }
}
