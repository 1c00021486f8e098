using System.Net;
using Concordat.Console.Tests.Kit;
using Concordat.Oversight.Cases;

namespace Concordat.Console.Tests;

public sealed class RulingPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_rulings_the_page_says_how_one_comes()
    {
        await using var host = await ConsoleHost.StartAsync();
        Assert.Contains("concordat ruling propose", (await host.PageAsync("/console/rulings")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rulings_are_listed_with_what_became_of_them_and_each_shows_its_proof()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Rulings.Add("one");
        host.Rulings.Add("two", "expired");

        var page = await host.PageAsync("/console/rulings");
        Assert.Equal(["expired", "stands"], page.QuerySelectorAll("tbody .chip").Select(chip => chip.TextContent.Trim().Split(' ', '\n')[^1]));
        Assert.Contains("Pictures of the <b>radar</b>", page.QuerySelector("tbody a")!.TextContent, StringComparison.Ordinal);
        var one = (await host.PageAsync("/console/rulings/one")).QuerySelector("main")!;
        Assert.Contains("none of the 1 red lines opens", one.TextContent, StringComparison.Ordinal);
        Assert.Contains("permit (principal, action, resource);", one.TextContent, StringComparison.Ordinal);
        Assert.Null(one.QuerySelector("form"));
        host.Rulings.RedLines = null;
        Assert.Contains("Another proof is under way", (await host.PageAsync("/console/rulings/one")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await host.PageAsync("/console/rulings/none", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_ruling_shows_the_certified_verdicts_that_it_turned_and_whose_they_are()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Rulings.Add("one");
        Assert.Null((await host.PageAsync("/console/rulings/one")).QuerySelector("#turned"));

        host.Rulings.Turned = ["`image` of `radar-maintenance` (<i>Chief</i> Engineer): hold, then permit"];
        Assert.Equal(host.Rulings.Turned[0], (await host.PageAsync("/console/rulings/one")).QuerySelector("#turned li")!.TextContent);
    }

    [Fact]
    public async Task A_reviewer_hands_in_what_was_signed_elsewhere_and_is_told_why_it_is_not_taken()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        host.Rulings.Add("one");
        await host.SignInAsync("reviewer");

        using var taken = await host.PostAsync("/console/rulings", "/console/rulings", ("ruling", "a good one"));
        Assert.Equal((HttpStatusCode.Found, "/console/rulings/one"), (taken.StatusCode, taken.Headers.Location!.OriginalString));
        using var refused = await host.PostAsync("/console/rulings", "/console/rulings", ("ruling", "a bad one"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("it is &lt;i&gt;not&lt;/i&gt; signed", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var empty = await host.PostAsync("/console/rulings", "/console/rulings");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Equal(["a good one", "a bad one"], host.Rulings.Taken);
    }

    [Fact]
    public async Task A_reviewer_proposes_a_ruling_on_a_case_and_gets_the_draft_to_sign()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync(CaseType.Ruling);
        await host.SignInAsync("reviewer");
        (string, string)[] fields = [("ruling", "radar-images"), ("title", "Pictures"), ("reason", "machines"), ("days", "30")];

        using var draft = await host.PostAsync($"/console/cases/{held.Id}/ruling", $"/console/cases/{held.Id}", fields);
        Assert.Equal((HttpStatusCode.OK, "radar-images.json"), (draft.StatusCode, draft.Content.Headers.ContentDisposition!.FileName!.Trim('"')));
        Assert.Equal((held.Id, "reviewer", 30), (host.Rulings.Proposed[0].Case, host.Rulings.Proposed[0].Person, host.Rulings.Proposed[0].Proposal.Days));
        host.Rulings.Fault = "it would open red line `3.1`";
        using var refused = await host.PostAsync($"/console/cases/{held.Id}/ruling", $"/console/cases/{held.Id}", fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("it would open red line", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var forever = await host.PostAsync($"/console/cases/{held.Id}/ruling", $"/console/cases/{held.Id}", [.. fields[..3], ("days", "367")]);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, 2), (forever.StatusCode, host.Rulings.Proposed.Count));
    }

    [Fact]
    public async Task A_case_that_waits_for_an_authorization_offers_no_ruling()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        await host.SignInAsync("commander");
        Assert.Null((await host.PageAsync($"/console/cases/{held.Id}")).QuerySelector("#propose"));
    }

    [Fact]
    public async Task A_revocation_is_a_file_to_sign()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        host.Rulings.Add("one");
        await host.SignInAsync("reviewer");

        using var draft = await host.PostAsync("/console/rulings/one/revocation", "/console/rulings/one", ("reason", "seen enough"));
        Assert.Contains("\"ruling\":\"one\"", await draft.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var silent = await host.PostAsync("/console/rulings/one/revocation", "/console/rulings/one");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
    }
}
