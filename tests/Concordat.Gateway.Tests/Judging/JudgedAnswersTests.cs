using System.Net;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Judging;

/// <summary>Answers are judged as requests are: whole ones, and streams whose text is held while the judge is asked, once.</summary>
public sealed class JudgedAnswersTests
{
    private static readonly Lazy<Agreement> Watchful = new(() => SignedBaseAgreement.With(
        "clauses.cedar", "  action in [Concordat::Action::\"request\", Concordat::Action::\"toolCall\"],\n  resource\n)\nwhen {\n  context.operation != \"embeddings\" &&\n  (context.topics.surveillance >= 70",
        "  action,\n  resource\n)\nwhen {\n  context.operation != \"embeddings\" &&\n  (context.topics.surveillance >= 70"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("safe", false, "clean")]
    [InlineData("unsafe\nS1", true, "violation")]
    [InlineData("well", false, "nonsense")]
    public async Task A_whole_answer_is_judged_and_its_outcome_says_so(string says, bool held, string recorded)
    {
        await using var host = await JudgedHost.StartAsync(agreement: Watchful.Value);
        host.Model.AnswerJson(DialectCase.Of("chat").Answer(JudgedHost.Possible));
        host.Judge.AnswerJson(JudgedHost.Says(says));

        using var response = await host.AskAsync("What is to be done?");

        Assert.Equal(held ? HttpStatusCode.Forbidden : HttpStatusCode.OK, response.StatusCode);
        Assert.Null(await host.JudgedAsync("decision"));
        var line = (await host.JudgedAsync("outcome"))!["lines"]![0]!;
        Assert.Equal((recorded, "surveillance"), (line["answer"]!.GetValue<string>(), line["line"]!.GetValue<string>()));
        Assert.Equal(held, !(await response.Content.ReadAsStringAsync(Stop)).Contains("pings", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("safe", false)]
    [InlineData("unsafe\nS1", true)]
    public async Task A_stream_is_held_while_the_judge_is_asked_and_asked_about_once(string says, bool held)
    {
        await using var host = await JudgedHost.StartAsync(agreement: Watchful.Value);
        var form = DialectCase.Of("chat");
        var sent = new TaskCompletionSource();
        host.Model.AnswerEvents(form.Stream(["Well: ", .. JudgedHost.Possible.Split(' ').Select(static word => word + " "), "\n\n", "And so on. ", JudgedHost.Possible, " And so on."]));
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        host.Judge.Answer = async http =>
        {
            asked.SetResult();
            await answer.Task;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(JudgedHost.Says(says));
        };

        var request = host.AskAsync("What is to be done?", stream: true);
        await asked.Task;
        var body = Task.Run(async () => await (await request).Content.ReadAsStringAsync(Stop), Stop);
        Assert.False(body.IsCompleted);
        answer.SetResult();
        var text = await body;

        Assert.Equal(held, !text.Contains("[DONE]", StringComparison.Ordinal));
        Assert.Equal(held, !text.Contains("And so on.", StringComparison.Ordinal));
        Assert.Single(host.Judge.Bodies);
        var entry = Assert.Single(await host.EntriesAsync("outcome"));
        Assert.Equal(held ? "hold" : "permit", entry["verdict"]!.GetValue<string>());
        Assert.Equal(held ? "violation" : "clean", entry["facts"]!["judge"]!["lines"]![0]!["answer"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_stream_whose_judge_hangs_goes_on_with_the_suspicion_as_it_was()
    {
        await using var host = await JudgedHost.StartAsync(JudgedHost.Asked with { Timeout = TimeSpan.FromMilliseconds(200) }, Watchful.Value);
        var form = DialectCase.Of("chat");
        host.Model.AnswerEvents(form.Stream([JudgedHost.Possible, " And so on."]));
        host.Judge.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);

        using var response = await host.AskAsync("What is to be done?", stream: true);
        var text = await response.Content.ReadAsStringAsync(Stop);

        Assert.Contains("[DONE]", text, StringComparison.Ordinal);
        Assert.Equal("timeout", (await host.JudgedAsync("outcome"))!["lines"]![0]!["answer"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_call_in_a_raised_answer_is_held_with_it()
    {
        await using var host = await JudgedHost.StartAsync();
        var call = JsonSerializer.Serialize(new { text = JudgedHost.Possible });
        host.Model.AnswerJson(DialectCase.Of("chat").CallAnswer("get_weather", call));
        host.Judge.AnswerJson(JudgedHost.Says("unsafe\nS1"));

        using var response = await host.AskAsync("What is to be done?");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("violation", (await host.JudgedAsync("outcome"))!["lines"]![0]!["answer"]!.GetValue<string>());
    }
}
