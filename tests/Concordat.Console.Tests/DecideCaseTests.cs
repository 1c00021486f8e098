using System.Net;
using System.Text;
using Concordat.Console.Tests.Kit;
using Concordat.Agreements.Documents;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Console.Tests;

public sealed class DecideCaseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_decides_is_shown_exactly_the_text_whose_hash_is_signed()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        await host.SignInAsync("commander");
        var page = await host.PageAsync($"/console/cases/{held.Id}");
        var text = ActionText.Render(host.Desk.Actions[held.Id].Document);

        Assert.Equal(text, page.QuerySelector(".exact code")!.TextContent);
        Assert.Contains(ActionText.Hash(text), page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("commander of department", page.QuerySelector(".seats")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Range Commander", page.QuerySelector(".seats")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("engineer")]
    [InlineData("inspector")]
    [InlineData("platform")]
    [InlineData("owner")]
    [InlineData("reviewer")]
    public async Task Who_has_no_say_does_not_see_the_arguments(string person)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync(arguments: """{"secret":"grid-4711"}""");
        await host.SignInAsync(person);
        var page = await host.PageAsync($"/console/cases/{held.Id}");

        Assert.DoesNotContain("grid-4711", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#decide"));
    }

    [Fact]
    public async Task What_is_marked_above_a_persons_clearance_is_neither_shown_nor_signed()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync(level: "secret", arguments: """{"secret":"grid-4711"}""");
        await host.SignInAsync("officer"); // cleared for UNCLASSIFIED
        var page = await host.PageAsync($"/console/cases/{held.Id}");

        Assert.Contains("above your clearance", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("grid-4711", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        using var slip = await host.PostAsync($"/console/cases/{held.Id}/slip", "/console", ("act", "grant"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, slip.StatusCode);
    }

    [Fact]
    public async Task Who_decides_sees_the_nearest_earlier_cases_and_before_whom_it_was_put()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var earlier = await host.OpenCaseAsync();
        var held = await host.HoldAsync();
        await host.Cases.AssignAsync(held.Id, "officer", Stop);
        host.Desk.Precedents.Add((new Precedent(earlier, 0.25, ["tool:launch"]), ["radar-images"]));

        await host.SignInAsync("commander");
        var page = (await host.PageAsync($"/console/cases/{held.Id}")).QuerySelector("main")!;
        Assert.Contains("Put beforeSafety Officer", page.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            [$"/console/cases/{earlier.Id}", "/console/rulings/radar-images"],
            page.QuerySelectorAll("h2:contains('Earlier cases') ~ table a").Select(static link => link.GetAttribute("href")));
        await host.SignInAsync("platform"); // has no say, and is shown no precedents
        Assert.DoesNotContain("Earlier cases", (await host.PageAsync($"/console/cases/{held.Id}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_lists_show_before_whom_a_case_was_put_and_only_that_one()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var (put, other) = (await host.HoldAsync(), await host.OpenCaseAsync());
        await host.Cases.AssignAsync(put.Id, "officer", Stop);
        await host.SignInAsync("commander");
        foreach (var list in (string[])["/console/cases", "/console/waiting"])
        {
            var rows = (await host.PageAsync(list)).QuerySelectorAll("main tbody tr");
            Assert.Contains("before Safety Officer", rows.Single(row => row.InnerHtml.Contains(put.Id.Value, StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(rows.Where(row => row.InnerHtml.Contains(other.Id.Value, StringComparison.Ordinal)), static row => row.TextContent.Contains("before ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_waits_for_a_person_and_who_is_missing_stand_in_the_agreement()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var source = host.Data.Source;
        host.Data.Source = source with
        {
            Metadata = source.Metadata with { Terms = source.Metadata.Terms with { Quorums = new QuorumTerms { Unmask = ["vendor:reviewer"], HighStakes = ["department:official"], Force = ["department:official", "vendor:reviewer"] } } },
        };
        var act = await host.OpenCaseAsync();
        var unmasking = (await host.Cases.OpenAsync(
            new CaseOpening(
                CaseType.Mask, new HeldAction("radar-maintenance", new string('a', 64), new string('7', 64)), ["2.2"], Quorum.UnmaskTool, null, TimeProvider.System.GetUtcNow().AddHours(1), new string('d', 64), [1]),
            Stop)).Case!;

        await host.SignInAsync("reviewer");
        var waiting = (await host.PageAsync("/console/waiting")).QuerySelector("main")!.InnerHtml;
        Assert.Contains($"/console/cases/{unmasking.Id}", waiting, StringComparison.Ordinal);
        Assert.Contains($"/console/cases/{act.Id}", waiting, StringComparison.Ordinal);
        Assert.Equal(["reviewer of vendor"], Seats(await host.PageAsync($"/console/cases/{unmasking.Id}")));
        Assert.Equal(["official of department", "reviewer of vendor"], Seats(await host.PageAsync($"/console/cases/{act.Id}")));

        await host.SignInAsync("commander"); // has no seat of any quorum
        Assert.DoesNotContain("/console/cases/case_", (await host.PageAsync("/console/waiting")).QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);

        static IEnumerable<string> Seats(AngleSharp.Html.Dom.IHtmlDocument page) => page.QuerySelectorAll(".seats li b").Select(static seat => seat.TextContent);
    }

    [Fact]
    public async Task Two_people_grant_one_action_with_slips_signed_elsewhere()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        await host.SignInAsync("commander");
        Assert.Contains($"/console/cases/{held.Id}", (await host.PageAsync("/console/waiting")).Body!.InnerHtml, StringComparison.Ordinal);
        using (var first = await HandInAsync(host, held, "commander", await SlipAsync(host, held, "grant")))
        {
            Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        }

        Assert.Equal(CaseState.Open, (await host.Cases.GetAsync(held.Id, Stop))!.State);
        Assert.DoesNotContain($"/console/cases/{held.Id}", (await host.PageAsync("/console/waiting")).QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
        Assert.Contains("You have granted it.", (await host.PageAsync($"/console/cases/{held.Id}")).Body!.TextContent, StringComparison.Ordinal);

        await host.SignInAsync("officer");
        using (await HandInAsync(host, held, "officer", await SlipAsync(host, held, "grant")))
        {
        }

        Assert.Equal(CaseState.Granted, (await host.Cases.GetAsync(held.Id, Stop))!.State);
    }

    [Fact]
    public async Task A_signature_of_somebody_else_is_not_taken()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        await host.SignInAsync("commander");
        using var answer = await HandInAsync(host, held, "officer", await SlipAsync(host, held, "grant"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Your decision does not count", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty((await host.Cases.GetFileAsync(held.Id, Stop))!.Signatures);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("")]
    [InlineData("approve")]
    [InlineData("7")]
    public async Task There_is_no_slip_for_what_nobody_decides(string act)
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        await host.SignInAsync("commander");
        using var answer = await host.PostAsync($"/console/cases/{held.Id}/slip", "/console", ("act", act));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_case_is_put_before_somebody_who_may_decide_it_and_before_nobody_else()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        await host.SignInAsync("commander");
        var page = await host.PageAsync($"/console/cases/{held.Id}");
        var offered = page.QuerySelectorAll("#by-slip-assignee option").Select(static option => option.GetAttribute("value")!).ToList();
        Assert.Contains("officer", offered);
        Assert.DoesNotContain("field", string.Join(',', offered), StringComparison.Ordinal);

        foreach (var nobody in new[] { "", "nobody", "vendor-reviewer", "OFFICER" })
        {
            using var refused = await host.PostAsync($"/console/cases/{held.Id}/slip", $"/console/cases/{held.Id}", ("act", "assign"), ("assignee", nobody));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("choose before whom it is put", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        using (var done = await HandInAsync(host, held, "commander", await SlipAsync(host, held, "assign", ("assignee", "officer"))))
        {
            Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        }

        Assert.Equal("officer", (await host.Cases.GetAsync(held.Id, Stop))!.Assignee);
        page = await host.PageAsync($"/console/cases/{held.Id}");
        Assert.DoesNotContain(page.QuerySelectorAll("#by-slip-assignee option"), static option => option.GetAttribute("value") == "officer");
    }

    [Fact]
    public async Task A_closed_case_offers_nothing_to_decide()
    {
        await using var host = await ConsoleHost.StartAsync(signedIn: false);
        var held = await host.HoldAsync();
        await host.DenyAsync(held, "commander", "no");
        await host.SignInAsync("officer");
        Assert.Null((await host.PageAsync($"/console/cases/{held.Id}")).QuerySelector("#decide"));
    }

    private static async Task<byte[]> SlipAsync(ConsoleHost host, Case held, string act, params (string Name, string Value)[] more)
    {
        using var answer = await host.PostAsync($"/console/cases/{held.Id}/slip", $"/console/cases/{held.Id}", [("act", act), ("reason", "the range is clear"), .. more]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        return await answer.Content.ReadAsByteArrayAsync(Stop);
    }

    private static async Task<HttpResponseMessage> HandInAsync(ConsoleHost host, Case held, string person, byte[] slip)
    {
        var (_, _, read) = SigningSlip.Read(slip);
        var signed = DsseEnvelope.Create(DecisionStatement.PayloadType, read.Payload.ToArray()).Sign(host.People.KeyOf(person)).ToJson();
        return await host.PostAsync($"/console/cases/{held.Id}/decision", $"/console/cases/{held.Id}", ("statement", Encoding.UTF8.GetString(signed)));
    }
}
