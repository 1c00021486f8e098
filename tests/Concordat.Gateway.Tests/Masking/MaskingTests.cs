using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Masking;

/// <summary>Where the agreement masks, no identifier of a presumed U.S. person leaves with an answer, whichever way it is told.</summary>
public sealed class MaskingTests
{
    private const string Mail = "jane.doe@example.com";
    private const string Told = "Write to jane.doe@example.com, then call 202-555-0143 or jane.doe@example.com again.";

    private static readonly string[] Names = ["chat", "responses", "messages"];

    public static TheoryData<string> Dialects() => [.. Names];

    private static Task<GatewayHost> StartAsync(DialectCase form, FakeUpstream upstream, bool keeps = false) => GatewayHost.StartAsync(
        TestConfig.WithUpstreams(form.Kind, upstream.Url), agreement: SignedBaseAgreement.Masking, keeps: keeps);

    private static async Task<string> TextAsync(HttpResponseMessage response) => await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static void AssertNothingOf(string text) =>
        Assert.True(!text.Contains("jane", StringComparison.OrdinalIgnoreCase) && !text.Contains("555-0143", StringComparison.Ordinal) && !text.Contains("5550143", StringComparison.Ordinal), text);

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_whole_answer_is_masked_and_recorded_without_content(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.AnswerJson(form.Answer(Told));
        await using var host = await StartAsync(form, upstream);

        using var response = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: false));
        var text = await TextAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        AssertNothingOf(text);
        Assert.Contains("Write to [USPER 1 EMAIL], then call [USPER 2 TELEPHONY] or [USPER 1 EMAIL] again.", text, StringComparison.Ordinal);
        Assert.Equal(("permit", "2"), (response.Headers.GetValues("Concordat-Verdict").Single(), response.Headers.GetValues("Concordat-Masked").Single()));
        var entry = (await host.EntriesAsync())[int.Parse(response.Headers.GetValues("Concordat-Entry").Single(), CultureInfo.InvariantCulture)];
        Assert.Equal(
            ("outcome", "permit", "mask", 2), (entry["type"]!.GetValue<string>(), entry["verdict"]!.GetValue<string>(), entry["remedy"]!.GetValue<string>(), entry["count"]!.GetValue<int>()));
        Assert.Equal("2.14", entry["clauses"]!.AsArray().Single()!.GetValue<string>());
        Assert.Equal(2, entry["facts"]!["persons"]!["presumedUs"]!.GetValue<int>());
        AssertNothingOf(string.Concat((await host.EntriesAsync()).Select(each => each.ToJsonString())));
        Assert.Equal(0, await host.Stores.Cases.CountOpenAsync(TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_stream_is_masked_wherever_it_is_cut(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(form, upstream);
        const string Short = "Hello there. Write to jane.doe@example.com, please.";
        for (var cut = 13; cut < Short.Length; cut++)
        {
            upstream.AnswerEvents(form.Stream([Short[..cut], Short[cut..]]));
            using var response = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: true));
            var text = await TextAsync(response);

            AssertNothingOf(text);
            Assert.Equal("Hello there. Write to [USPER 1 EMAIL], please.", StreamedText.Of(text));
        }
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_stream_of_single_letters_is_masked_and_names_its_entry(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(form, upstream);
        upstream.AnswerEvents(form.Stream($"The people in charge of this. {Told}".Select(letter => letter.ToString())));

        using var response = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: true));
        var text = await TextAsync(response);

        AssertNothingOf(text);
        Assert.StartsWith("The people in charge of this. Write to [USPER 1 EMAIL], then call ", StreamedText.Of(text), StringComparison.Ordinal);
        var outcome = (await host.EntriesAsync()).FindLastIndex(each => each["type"]!.GetValue<string>() == "outcome");
        var named = response.Headers.TryGetValues("Concordat-Masked", out _) ? response.Headers.GetValues("Concordat-Entry").Single() : text.Split(": concordat-entry ")[1].Split(' ')[0];
        Assert.Equal(outcome, int.Parse(named, CultureInfo.InvariantCulture));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_arguments_of_a_tool_call_are_masked_and_decided_as_they_read_then(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(form, upstream);
        foreach (var stream in new[] { false, true })
        {
            const string Arguments = """{"city":"jane.doe@example.com"}""";
            if (stream)
            {
                upstream.AnswerEvents(form.CallStream("get_weather", Arguments.Chunk(3).Select(piece => new string(piece))));
            }
            else
            {
                upstream.AnswerJson(form.CallAnswer("get_weather", Arguments));
            }

            using var response = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream));
            var text = await TextAsync(response);
            Assert.True(response.StatusCode == HttpStatusCode.OK, text);
            AssertNothingOf(text);
            var call = (await host.EntriesAsync()).Last(each => each["type"]!.GetValue<string>() == "outcome")["calls"]!.AsArray().Single()!;
            Assert.Equal("permit", call["verdict"]!.GetValue<string>());
            var joined = string.Concat(text.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => Piece(JsonNode.Parse(line[6..])!)));
            Assert.Contains("[USPER 1 EMAIL]", stream ? joined : text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"refusal":"I will not write to jane.doe@example.com."}""")]
    [InlineData("""{"role":"assistant","content":"see amFuZS5kb2VAZXhhbXBsZS5jb20gaXMgdGhlIG1haWw= there"}""")]
    [InlineData("""{"role":"assistant","content":"x","annotations":[{"type":"url_citation","url":"mailto:jane.doe@example.com"}]}""")]
    [InlineData("""{"role":"assistant","content":"x","name":"jane.doe@example.com"}""")]
    [InlineData("""{"role":"assistant","content":"x","reasoning_content":"she is jane.doe@example.com"}""")]
    [InlineData("""{"role":"assistant","content":"x","jane.doe@example.com":1}""")]
    [InlineData("""{"role":"assistant","content":"\u006aane.doe&#64;example.com"}""")]
    public async Task An_identifier_in_any_other_place_never_leaves(string message)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var form = new ChatCase();
        upstream.AnswerJson($$"""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}""");
        await using var host = await StartAsync(form, upstream);

        using var response = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: false));
        var text = await TextAsync(response);

        AssertNothingOf(text);
        Assert.DoesNotContain("amFuZ", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("USPER 1 EMAIL", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_probabilities_do_not_repeat_what_was_masked()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var form = new ChatCase();
        var bytes = string.Join(',', Encoding.UTF8.GetBytes(Mail));
        upstream.AnswerJson($$$"""
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"{{{Mail}}}"},
            "logprobs":{"content":[{"token":"jane.doe","logprob":-1,"bytes":[{{{bytes}}}],"top_logprobs":[{"token":"{{{Mail}}}","logprob":-1,"bytes":null}]},{"token":"@example.com","logprob":-1,"bytes":[1],"top_logprobs":[]}]}}]}
            """);
        await using var host = await StartAsync(form, upstream);

        using var response = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: false));
        var text = await TextAsync(response);

        AssertNothingOf(text);
        Assert.DoesNotContain("106,97,110,101", text, StringComparison.Ordinal);
        Assert.Equal("[USPER 1 EMAIL]", JsonNode.Parse(text)!["choices"]![0]!["message"]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_later_answer_of_the_conversation_never_gives_a_placeholder_to_somebody_else()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var form = new ChatCase();
        upstream.AnswerJson(form.Answer("As I said of [USPER 1 EMAIL], it is jane.doe@example.com; bob@example.org too."));
        await using var host = await StartAsync(form, upstream);

        using var response = await host.PostAsync(form.Path, form.Request("You said [USPER 3 EMAIL] before. Who is in charge?", stream: false));
        var text = await TextAsync(response);

        Assert.Contains("As I said of [USPER 1 EMAIL], it is [USPER 4 EMAIL]; [USPER 5 EMAIL] too.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_masked_is_held_and_a_worse_verdict_stands()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var form = new ChatCase();
        await using var host = await StartAsync(form, upstream);

        upstream.AnswerJson(form.Answer($"TOP SECRET//SI//NOFORN\n{Mail}"));
        using var refused = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: false));
        Assert.Equal("refuse", JsonNode.Parse(await TextAsync(refused))!["error"]!["concordat"]!["verdict"]!.GetValue<string>());

        // Two names of members become one, which no strict reader takes.
        upstream.AnswerJson("""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x","jane.doe@example.com":1,"Jane.Doe@example.com":1},"finish_reason":"stop"}]}""");
        using var held = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: false));
        var error = JsonNode.Parse(await TextAsync(held))!["error"]!;
        Assert.Equal("agreement_hold", error["type"]!.GetValue<string>());
        Assert.NotNull(error["concordat"]!["case"]);
        AssertNothingOf(await TextAsync(held));
    }

    [Fact]
    public async Task An_answer_without_persons_streams_as_before()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var form = new ChatCase();
        upstream.AnswerEvents(form.Stream(["All ", "is ", "well."]));
        await using var host = await StartAsync(form, upstream);

        using var response = await host.PostAsync(form.Path, form.Request("How is it?", stream: true));

        Assert.Equal("All is well.", StreamedText.Of(await TextAsync(response)));
        Assert.False(response.Headers.Contains("Concordat-Masked"));
    }

    [Fact]
    public async Task The_receipt_is_about_the_masked_answer()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var form = new ChatCase();
        upstream.AnswerJson(form.Answer(Told));
        await using var host = await StartAsync(form, upstream, keeps: true);

        using var response = await host.PostAsync(form.Path, form.Request("Who is in charge?", stream: false));
        var text = await TextAsync(response);
        await host.Contents.FlushAsync();

        var kept = host.Contents.Store.Find(_ => true).Where(id => id.Kind == 2).Select(id => host.Contents.Store.Open(id).Content!).Single();
        Assert.Equal(text, Encoding.UTF8.GetString(kept));
        AssertNothingOf(string.Concat(Directory.GetFiles(Path.Combine(host.Directory, "content")).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)))));
        AssertNothingOf(Encoding.Latin1.GetString(await host.DatabaseBytesAsync()));
    }

    private static string? Piece(JsonNode data) =>
        (data["choices"]?[0]?["delta"]?["tool_calls"]?[0]?["function"]?["arguments"] ?? (data["delta"] is JsonObject delta ? delta["partial_json"] : data["delta"]))?.GetValue<string>();
}
