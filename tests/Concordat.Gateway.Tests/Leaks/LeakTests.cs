using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Leaks;

/// <summary>What must not pass does not pass: in prompts, answers and tool calls, whole and streamed, on every dialect.</summary>
public sealed class LeakTests
{
    private const string Secret = "TOP SECRET//SI//NOFORN";

    private static readonly string[] Names = ["chat", "responses", "messages"];

    public static TheoryData<string, bool> DialectsAndModes()
    {
        var data = new TheoryData<string, bool>();
        foreach (var dialect in Names)
        {
            data.Add(dialect, false);
            data.Add(dialect, true);
        }

        return data;
    }

    public static TheoryData<string> Dialects() => [.. Names];

    [Theory, MemberData(nameof(DialectsAndModes))]
    public async Task A_forbidden_prompt_never_reaches_the_model(string dialect, bool stream)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));

        using var response = await host.PostAsync(form.Path, form.Request($"{Secret}\nSummarise the annex.", stream));

        await AssertVerdictAsync(response, "refuse", "7.1");
        Assert.Empty(upstream.Bodies);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_forbidden_answer_never_reaches_the_client(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        upstream.AnswerJson(form.Answer($"The annex reads: {Secret} and more."));

        using var response = await host.PostAsync(form.Path, form.Request("Summarise the annex.", stream: false));

        var text = await AssertVerdictAsync(response, "refuse", "7.1");
        Assert.DoesNotContain("annex reads", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_forbidden_streamed_answer_is_stopped_wherever_the_telling_text_is_split(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        for (var split = 0; split <= Secret.Length; split++)
        {
            upstream.AnswerEvents(form.Stream(["The annex reads:\n", Secret[..split], Secret[split..], "\nand it goes on. ", "The end."]));

            using var response = await host.PostAsync(form.Path, form.Request("Summarise the annex.", stream: true));
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            AssertNothingOf(text, $"split at {split}");
            Assert.Contains("clause_7.1", text, StringComparison.Ordinal);
            Assert.DoesNotContain("goes on", text, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_forbidden_streamed_answer_is_stopped_when_it_comes_letter_by_letter(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        upstream.AnswerEvents(form.Stream($"All is well.\n{Secret}\nThe end.".Select(letter => letter.ToString())));

        using var response = await host.PostAsync(form.Path, form.Request("Summarise the annex.", stream: true));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("clause_7.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", StreamedText.Of(text), StringComparison.Ordinal);
        Assert.DoesNotContain("TOP S", StreamedText.Of(text), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_tool_call_of_force_is_held_and_never_delivered(string dialect)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => Fires(TestConfig.WithUpstreams(form.Kind, upstream.Url)(config)));
        upstream.AnswerJson(form.CallAnswer("release_weapon", """{"target":"grid 4711"}"""));

        using var response = await host.PostAsync(form.Path, form.Request("Proceed with the exercise.", stream: false));

        var text = await AssertVerdictAsync(response, "hold", "3.");
        Assert.DoesNotContain("grid 4711", text, StringComparison.Ordinal);
        Assert.StartsWith("case_", response.Headers.GetValues("Concordat-Case").Single(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_streamed_tool_call_of_force_is_held_wherever_its_arguments_are_split(string dialect)
    {
        const string Arguments = """{"target":"grid 4711"}""";
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => Fires(TestConfig.WithUpstreams(form.Kind, upstream.Url)(config)));
        for (var split = 0; split <= Arguments.Length; split++)
        {
            upstream.AnswerEvents(form.CallStream("release_weapon", [Arguments[..split], Arguments[split..]]));

            using var response = await host.PostAsync(form.Path, form.Request("Proceed with the exercise.", stream: true));

            var text = await AssertVerdictAsync(response, "hold", "3.");
            Assert.DoesNotContain("grid 4711", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"arguments\"", text, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(DialectsAndModes))]
    public async Task A_call_of_an_unregistered_tool_is_held(string dialect, bool stream)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        if (stream)
        {
            upstream.AnswerEvents(form.CallStream("Get_Weather", ["""{"place":"harbour"}"""]));
        }
        else
        {
            upstream.AnswerJson(form.CallAnswer("Get_Weather", """{"place":"harbour"}"""));
        }

        using var response = await host.PostAsync(form.Path, form.Request("What is the weather?", stream));

        await AssertVerdictAsync(response, "hold", "6.9");
    }

    [Theory, MemberData(nameof(DialectsAndModes))]
    public async Task A_harmless_tool_call_is_delivered_whole(string dialect, bool stream)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        var events = form.CallStream("get_weather", ["""{"place":""", "\"harbour\"}"]);
        upstream.AnswerEvents(events);
        if (!stream)
        {
            upstream.AnswerJson(form.CallAnswer("get_weather", """{"place":"harbour"}"""));
        }

        using var response = await host.PostAsync(form.Path, form.Request("What is the weather?", stream));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(stream ? string.Concat(events) : form.CallAnswer("get_weather", """{"place":"harbour"}"""), text);
    }

    [Theory, MemberData(nameof(DialectsAndModes))]
    public async Task A_lawful_answer_is_delivered_byte_for_byte(string dialect, bool stream)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        string[] pieces = ["The magnetron ", "of the radar ", "is worn: ", "replace ", "it — soon. ", "Größe 4 ✓"];
        var events = form.Stream(pieces);
        upstream.AnswerEvents(events);
        if (!stream)
        {
            upstream.AnswerJson(form.Answer(string.Concat(pieces)));
        }

        using var response = await host.PostAsync(form.Path, form.Request("Which repairs are urgent?", stream));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(stream ? string.Concat(events) : form.Answer(string.Concat(pieces)), text);
        Assert.Equal("permit", response.Headers.GetValues("Concordat-Verdict").Single());
    }

    private static Configuration.ConcordatConfig Fires(Configuration.ConcordatConfig config) => config with
    {
        UseCases = [config.UseCases[0] with { Functions = ["fires"] }],
    };

    private static async Task<string> AssertVerdictAsync(HttpResponseMessage response, string verdict, string clause)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{response.StatusCode}: {text}");
        var error = JsonNode.Parse(text)!["error"]!;
        Assert.Equal(verdict, error["concordat"]!["verdict"]!.GetValue<string>());
        Assert.StartsWith($"clause_{clause}", error["code"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(verdict, response.Headers.GetValues("Concordat-Verdict").Single());
        AssertNothingOf(text, "error body");
        return text;
    }

    private static void AssertNothingOf(string text, string where)
    {
        foreach (var part in (string[])["TOP SEC", "SECRET//", "//SI", "NOFORN"])
        {
            Assert.False(text.Contains(part, StringComparison.Ordinal), $"`{part}` was delivered ({where}): {text}");
        }
    }
}
