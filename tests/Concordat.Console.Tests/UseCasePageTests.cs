using System.Net;
using Concordat.Console.Tests.Kit;
using Concordat.Oversight.Readiness;

namespace Concordat.Console.Tests;

public sealed class UseCasePageTests
{
    private const string Page = "/console/use-cases/radar-maintenance";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registered_use_case_says_that_the_configuration_says_so_and_how_one_certifies_it()
    {
        await using var host = await ConsoleHost.StartAsync();
        Assert.Equal(Page, (await host.PageAsync("/console/use-cases")).QuerySelector("tbody a")!.GetAttribute("href"));
        var page = (await host.PageAsync(Page)).QuerySelector("main")!;
        Assert.Contains("the configuration says so", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("concordat preflight certify", page.QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form"));
        await host.PageAsync("/console/use-cases/none", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_decided_use_case_shows_its_stage_what_the_next_lacks_and_what_amendments_turned()
    {
        await using var host = await ConsoleHost.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var state = new ReadinessState("radar-maintenance", ReadinessStep.AnyModel, ReadinessStages.Shadow, now.AddDays(-2), null, "step-1");
        host.UseCases.Stages.Add(ReadinessStanding.Of(state, new ReadinessSeen(null, 3, 2, int.MaxValue, MayForce: false)));
        host.UseCases.Suite = FakeUseCases.Turned("the safeguard pack was changed", now);

        var page = (await host.PageAsync(Page)).QuerySelector("main")!;
        Assert.Equal("shadow", page.QuerySelector(".stages [aria-current=step]")!.TextContent);
        Assert.Contains("no preflight certificate stands", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("3 reports of false positives wait", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("2 days, and 7 are needed", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("100 requests decided in this stage", page.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("requests were decided", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("the safeguard pack was changed. Certify it anew.", page.TextContent, StringComparison.Ordinal);
        Assert.Equal(["permit", "hold"], page.QuerySelectorAll("td[data-label='Holds now'] .chip").Select(chip => chip.TextContent.Trim().Split(' ')[^1]));
        Assert.Contains("<b>images</b>", page.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form"));
    }

    [Fact]
    public async Task What_cannot_be_known_is_said_and_not_shown_as_nothing()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.UseCases.Unknown = "the store does not answer";
        Assert.Contains("cannot be known now: the store does not answer", (await host.PageAsync(Page)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reviewer_drafts_a_decision_and_is_told_what_its_gate_lacks()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        host.UseCases.Stages.Add(ReadinessStanding.Of(ReadinessState.None("radar-maintenance", ReadinessStep.AnyModel), new ReadinessSeen("c", 0, 0, 0, MayForce: false)));
        await host.SignInAsync("reviewer");
        (string, string)[] fields = [("stage", "trial"), ("reason", "the mechanics want it"), ("requests", "50"), ("keys", "key1, key2")];

        using var draft = await host.PostAsync($"{Page}/readiness", Page, fields);
        Assert.Equal((HttpStatusCode.OK, "radar-maintenance-trial.json"), (draft.StatusCode, draft.Content.Headers.ContentDisposition!.FileName!.Trim('"')));
        var wish = Assert.Single(host.UseCases.Proposed);
        Assert.Equal((ReadinessStep.AnyModel, "trial", 50, null), (wish.Model, wish.Stage, wish.Limits!.RequestsPerDay, wish.Evaluation));
        Assert.Equal(["key1", "key2"], wish.Limits.Keys);

        host.UseCases.Fault = "it lacks <b>days</b>";
        using var lacking = await host.PostAsync($"{Page}/readiness", Page, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, lacking.StatusCode);
        Assert.Contains("There is no draft: it lacks &lt;b&gt;days&lt;/b&gt;.", await lacking.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        foreach (var requests in new[] { "0", "-1", "many", "99999999999" })
        {
            using var wrong = await host.PostAsync($"{Page}/readiness", Page, ("stage", "trial"), ("reason", "x"), ("requests", requests));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        }

        Assert.Equal(2, host.UseCases.Proposed.Count);
    }

    [Fact]
    public async Task A_reviewer_hands_in_a_decision_that_was_signed_elsewhere()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        host.UseCases.Stages.Add(ReadinessStanding.Of(ReadinessState.None("radar-maintenance", ReadinessStep.AnyModel), new ReadinessSeen("c", 0, 0, 0, MayForce: false)));
        await host.SignInAsync("reviewer");

        using var taken = await host.PostAsync($"{Page}/decision", Page, ("decision", "a good one"));
        Assert.Equal((HttpStatusCode.Found, Page), (taken.StatusCode, taken.Headers.Location!.OriginalString));
        using var refused = await host.PostAsync($"{Page}/decision", Page, ("decision", "a bad one"));
        Assert.Contains("It was not taken: it is &lt;i&gt;not&lt;/i&gt; signed.", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var empty = await host.PostAsync($"{Page}/decision", Page);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        using var huge = await host.PostAsync($"{Page}/decision", Page, ("decision", new string('x', ReadinessReader.MaxEnvelopeBytes + 1)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, huge.StatusCode);
        Assert.Equal(["a good one", "a bad one"], host.UseCases.Taken);
    }
}
