using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Masking;

/// <summary>Whom a placeholder stands for is told to the key that asked, once, when people granted exactly that.</summary>
public sealed class UnmaskingTests : IDisposable
{
    private const string Told = "Write to jane.doe@example.com or bob@example.org.";

    private readonly TestApprovers _people = new();

    private async Task<GatewayHost> StartAsync(FakeUpstream upstream, TimeProvider? time = null, bool keeps = true)
    {
        upstream.AnswerJson(new ChatCase().Answer(Told));
        return await GatewayHost.StartAsync(config => _people.Register(TestConfig.WithUpstreams("openai", upstream.Url)(config)), time, SignedBaseAgreement.Masking, keeps);
    }

    private static async Task<int> AnswerAsync(GatewayHost host)
    {
        var form = new ChatCase();
        using var response = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: false));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await host.Ledger.IntegrateAsync();
        return int.Parse(response.Headers.GetValues("Concordat-Entry").Single(), CultureInfo.InvariantCulture);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(GatewayHost host, string path, string body = "{}")
    {
        using var response = await host.PostAsync(path, body);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    private static Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(GatewayHost host, int entry, string placeholders = "\"USPER 1 EMAIL\"") => PostAsync(
        host, $"/v1/decisions/{entry}/unmaskings", $$"""{"placeholders":[{{placeholders}}],"need":"to warn her of a flood","authority":"DoDM 5240.01, 3.4"}""");

    private static async Task<string> OpenAsync(GatewayHost host, int entry)
    {
        var (status, body) = await AskAsync(host, entry);
        Assert.Equal(HttpStatusCode.Accepted, status);
        return body["case"]!.GetValue<string>();
    }

    [Fact]
    public async Task What_people_granted_is_given_once_and_nothing_else()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(upstream);
        var entry = await AnswerAsync(host);
        var id = await OpenAsync(host, entry);

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(host, $"/v1/cases/{id}/identities")).Status);
        var (_, shown) = await _people.ReadAsync(host, id, "official");
        var text = shown["text"]!.GetValue<string>();
        Assert.Contains("to warn her of a flood", text, StringComparison.Ordinal);
        Assert.Contains("USPER 1 EMAIL", text, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", text, StringComparison.Ordinal);
        await _people.GrantAsync(host, id, "official");

        var (status, given) = await PostAsync(host, $"/v1/cases/{id}/identities");
        Assert.Equal(HttpStatusCode.OK, status);
        var only = given["identities"]!.AsArray().Single()!;
        Assert.Equal(("USPER 1 EMAIL", "jane.doe@example.com"), (only["placeholder"]!.GetValue<string>(), only["identifier"]!.GetValue<string>()));

        var again = await PostAsync(host, $"/v1/cases/{id}/identities");
        Assert.Equal(HttpStatusCode.Forbidden, again.Status);
        Assert.DoesNotContain("jane", again.Body.ToJsonString(), StringComparison.Ordinal);

        var entries = await host.EntriesAsync();
        Assert.Equal(["asked", "unmasked"], entries.Where(each => each["type"]!.GetValue<string>() == "content").Select(each => each["act"]!.GetValue<string>()));
        Assert.Equal((1, entry), (entries[^1]["count"]!.GetValue<int>(), entries[^1]["entry"]!.GetValue<int>()));
        Assert.All(entries, each => Assert.DoesNotContain("jane", each.ToJsonString(), StringComparison.Ordinal));
        Assert.All(entries, each => Assert.DoesNotContain("flood", each.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parallel_callers_get_the_identities_once()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(upstream);
        var id = await OpenAsync(host, await AnswerAsync(host));
        await _people.GrantAsync(host, id, "official");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(host, $"/v1/cases/{id}/identities")));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(1, answers.Count(answer => answer.Body.ToJsonString().Contains("jane", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_else_asks_about_an_answer_or_gets_what_another_asked_for()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(upstream);
        var entry = await AnswerAsync(host);
        var id = await OpenAsync(host, entry);
        await _people.GrantAsync(host, id, "official");
        using var stranger = new HttpClient { BaseAddress = new Uri(host.Url) };
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await host.CreateKeyAsync("other"));

        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var given = await stranger.PostAsync(new Uri($"/v1/cases/{id}/identities", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, given.StatusCode);
        using var question = new StringContent("""{"placeholders":["USPER 1 EMAIL"],"need":"x","authority":"y"}""", System.Text.Encoding.UTF8, "application/json");
        using var asked = await stranger.PostAsync(new Uri($"/v1/decisions/{entry}/unmaskings", UriKind.Relative), question, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
        host.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(host, $"/v1/cases/{id}/identities")).Status);
    }

    [Theory]
    [InlineData("commander", DecisionAct.Deny)]
    [InlineData("official", DecisionAct.Withdraw)]
    [InlineData("requester", DecisionAct.Grant)]
    [InlineData("reviewer", DecisionAct.Grant)]
    public async Task A_denial_a_withdrawal_and_the_word_of_somebody_without_a_say_give_nothing(string person, DecisionAct act)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(upstream);
        var id = await OpenAsync(host, await AnswerAsync(host));
        await _people.DecideAsync(host, id, person, act);

        var (status, body) = await PostAsync(host, $"/v1/cases/{id}/identities");

        Assert.Equal((HttpStatusCode.Forbidden, "not_granted"), (status, body["error"]!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_database_that_says_granted_gives_nothing_without_signatures()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(upstream);
        var id = await OpenAsync(host, await AnswerAsync(host));
        await host.ExecuteAsync("UPDATE cases SET state = 'granted'");

        var (status, body) = await PostAsync(host, $"/v1/cases/{id}/identities");

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.DoesNotContain("jane", body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shredded_identities_are_gone_and_the_case_is_not_used_up()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(upstream);
        var entry = await AnswerAsync(host);
        var id = await OpenAsync(host, entry);
        await _people.GrantAsync(host, id, "official");
        host.Contents.Store.Shred(each => each.Entry.Value == entry);

        var (status, body) = await PostAsync(host, $"/v1/cases/{id}/identities");

        Assert.Equal((HttpStatusCode.Gone, "identities_gone"), (status, body["error"]!["code"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.Gone, (await AskAsync(host, entry)).Status);
    }

    [Fact]
    public async Task After_thirty_days_nobody_is_told_though_the_bytes_are_there()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var clock = new MovableTime();
        await using var host = await StartAsync(upstream, clock);
        var entry = await AnswerAsync(host);
        clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(HttpStatusCode.Gone, (await AskAsync(host, entry)).Status);
    }

    [Fact]
    public async Task Where_contents_are_not_kept_a_placeholder_is_final()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(upstream, keeps: false);

        Assert.Equal(HttpStatusCode.Gone, (await AskAsync(host, await AnswerAsync(host))).Status);
    }

    [Theory]
    [InlineData("\"USPER 9 EMAIL\"", HttpStatusCode.UnprocessableEntity)]
    [InlineData("\"jane\"", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("7", HttpStatusCode.BadRequest)]
    [InlineData("\"[USPER 1 EMAIL]\",\"USPER 2 EMAIL\"", HttpStatusCode.Accepted)]
    public async Task Only_placeholders_of_that_answer_can_be_asked_for(string placeholders, HttpStatusCode expected)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(upstream);

        Assert.Equal(expected, (await AskAsync(host, await AnswerAsync(host), placeholders)).Status);
    }

    [Fact]
    public async Task The_case_releases_no_request_and_an_entry_without_masks_has_nothing_to_tell()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(upstream);
        var entry = await AnswerAsync(host);
        var id = await OpenAsync(host, entry);
        await _people.GrantAsync(host, id, "official");

        using var response = await host.PostAsync("/v1/chat/completions", new ChatCase().Request("Who is in charge?", stream: false), ("Concordat-Case", id));
        Assert.DoesNotContain("jane", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await host.Ledger.IntegrateAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AskAsync(host, entry - 1)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, $"/v1/cases/{id}/identities")).Status);
    }

    public void Dispose() => _people.Dispose();
}
