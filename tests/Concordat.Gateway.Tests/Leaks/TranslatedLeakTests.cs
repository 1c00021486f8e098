using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Leaks;

/// <summary>What must not pass does not pass either where client and upstream speak different dialects.</summary>
public sealed class TranslatedLeakTests
{
    private const string Secret = "TOP SECRET//SI//NOFORN";

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var front in (string[])["chat", "responses", "messages"])
        {
            foreach (var upstream in UpstreamCase.Names)
            {
                if (front != upstream)
                {
                    pairs.Add(front, upstream);
                }
            }
        }

        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_forbidden_prompt_never_reaches_the_model(string front, string upstream)
    {
        var form = DialectCase.Of(front);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of(upstream).At(server.Url));

        using var response = await host.PostAsync(form.Path, form.Request($"{Secret}\nSummarise the annex.", stream: false));

        await AssertVerdictAsync(response, "refuse", "7.1");
        Assert.Empty(server.Bodies);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_forbidden_answer_never_reaches_the_client(string front, string upstream)
    {
        var form = DialectCase.Of(front);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of(upstream).At(server.Url));
        UpstreamCase.Of(upstream).Answer(server, $"The annex reads: {Secret} and more.");

        using var response = await host.PostAsync(form.Path, form.Request("Summarise the annex.", stream: false));

        var text = await AssertVerdictAsync(response, "refuse", "7.1");
        Assert.DoesNotContain("annex reads", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_forbidden_streamed_answer_is_stopped_wherever_the_telling_text_is_split(string front, string upstream)
    {
        var form = DialectCase.Of(front);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of(upstream).At(server.Url));
        for (var split = 0; split <= Secret.Length; split += 3)
        {
            UpstreamCase.Of(upstream).Stream(server, ["The annex reads:\n", Secret[..split], Secret[split..], "\nand it goes on. ", "The end."]);

            using var response = await host.PostAsync(form.Path, form.Request("Summarise the annex.", stream: true));
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            AssertNothingOf(text, $"split at {split}");
            Assert.Contains("clause_7.1", text, StringComparison.Ordinal);
            Assert.DoesNotContain("goes on", text, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_forbidden_streamed_answer_is_stopped_when_it_comes_letter_by_letter(string front, string upstream)
    {
        var form = DialectCase.Of(front);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of(upstream).At(server.Url));
        UpstreamCase.Of(upstream).Stream(server, $"All is well.\n{Secret}\nThe end.".Select(letter => letter.ToString()));

        using var response = await host.PostAsync(form.Path, form.Request("Summarise the annex.", stream: true));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("clause_7.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", StreamedText.Of(text), StringComparison.Ordinal);
        Assert.DoesNotContain("TOP S", StreamedText.Of(text), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_tool_call_of_force_is_held_and_never_delivered(string front, string upstream)
    {
        var form = DialectCase.Of(front);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => Fires(UpstreamCase.Of(upstream).At(server.Url)(config)));
        UpstreamCase.Of(upstream).Call(server, "release_weapon", """{"target":"grid 4711"}""");

        using var response = await host.PostAsync(form.Path, form.Request("Proceed with the exercise.", stream: false));

        var text = await AssertVerdictAsync(response, "hold", "3.");
        Assert.DoesNotContain("grid 4711", text, StringComparison.Ordinal);
        Assert.StartsWith("case_", response.Headers.GetValues("Concordat-Case").Single(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_streamed_tool_call_of_force_is_held_wherever_its_arguments_are_split(string front, string upstream)
    {
        const string Arguments = """{"target":"grid 4711"}""";
        var form = DialectCase.Of(front);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => Fires(UpstreamCase.Of(upstream).At(server.Url)(config)));
        for (var split = 0; split <= Arguments.Length; split += 4)
        {
            UpstreamCase.Of(upstream).CallStream(server, "release_weapon", [Arguments[..split], Arguments[split..]]);

            using var response = await host.PostAsync(form.Path, form.Request("Proceed with the exercise.", stream: true));

            var text = await AssertVerdictAsync(response, "hold", "3.");
            Assert.DoesNotContain("grid 4711", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"arguments\"", text, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_harmless_call_is_delivered_with_the_arguments_that_are_recorded(string front, string upstream)
    {
        var form = DialectCase.Of(front);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of(upstream).At(server.Url));
        foreach (var stream in (bool[])[false, true])
        {
            if (stream)
            {
                UpstreamCase.Of(upstream).CallStream(server, "get_weather", ["""{"place":""", "\"harbour\"}"]);
            }
            else
            {
                UpstreamCase.Of(upstream).Call(server, "get_weather", """{"place":"harbour"}""");
            }

            using var response = await host.PostAsync(form.Path, form.Request("What is the weather?", stream));
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.True(response.StatusCode == HttpStatusCode.OK, text);
            Assert.Contains("get_weather", text, StringComparison.Ordinal);
            Assert.Contains("harbour", text, StringComparison.Ordinal);
            var entry = (await host.EntriesAsync()).Last();
            Assert.Equal("outcome", entry["type"]!.GetValue<string>());
            Assert.Equal("get_weather", entry["calls"]![0]!["tool"]!.GetValue<string>());
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_lawful_stream_is_delivered_whole_and_event_by_event(string front, string upstream)
    {
        var form = DialectCase.Of(front);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of(upstream).At(server.Url));
        string[] pieces = ["The magnetron ", "of the radar ", "is worn: ", "replace ", "it — soon. ", "Größe 4 ✓"];
        UpstreamCase.Of(upstream).Stream(server, pieces);

        using var response = await host.PostAsync(form.Path, form.Request("Which repairs are urgent?", stream: true));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal(string.Concat(pieces), StreamedText.Of(text));
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
        Assert.Contains($"clause_{clause}", text, StringComparison.Ordinal);
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
