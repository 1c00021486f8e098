using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;
using Concordat.Signing;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Invariants;

/// <summary>Each invariant of the design has a test that tries to break it; the other rooms hold the rest of them.</summary>
public sealed class InvariantTests
{
    [Theory]
    [InlineData("""{"role":"system","content":"TOP SECRET//SI//NOFORN\nx"}""")]
    [InlineData("""{"role":"user","name":"TOP SECRET//SI//NOFORN","content":"x"}""")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"(TS//SI//NF) x"}]}""")]
    [InlineData("""{"role":"tool","tool_call_id":"1","content":"TOP SECRET//SI//NOFORN\nx"}""")]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"a","arguments":"{\"a\":\"TOP SECRET//SI//NOFORN\"}"}}]}""")]
    [InlineData("""{"role":"user","content":"x","anything_else":{"deep":["TOP SECRET//SI//NOFORN"]}}""")]
    [InlineData("""{"role":"user","content":"x","TOP SECRET//SI//NOFORN":1}""")]
    [InlineData("""{"role":"user","content":"T\u004fP SECRET\/\/SI\/\/NOFORN\nx"}""")]
    public async Task No_place_in_a_request_goes_unread(string message)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));

        using var response = await host.PostAsync("/v1/chat/completions", $$"""{"model":"m","messages":[{{message}}]}""");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(upstream.Bodies);
    }

    [Theory]
    [InlineData("""{"type":"function","function":{"name":"f","description":"TOP SECRET//SI//NOFORN"}}""")]
    [InlineData("""{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"description":"TOP SECRET//SI//NOFORN"}}}}}""")]
    public async Task Tool_descriptions_and_schemas_are_read(string tool)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));

        using var response = await host.PostAsync(
            "/v1/chat/completions", $$"""{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{{tool}}]}""");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(upstream.Bodies);
    }

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}""", "image")]
    [InlineData("""{"type":"text","text":"x","image_url":{"url":"https://example.com/a.png"}}""", "image")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}""", "audio")]
    [InlineData("""{"type":"file","file":{"file_id":"file-1"}}""", "file")]
    [InlineData("""{"type":"hologram","data":"x"}""", "unknown")]
    [InlineData("""{"text":"no type"}""", "unknown")]
    public async Task What_cannot_be_inspected_is_a_fact_and_the_agreement_decides(string part, string kind)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));

        using var response = await host.PostAsync(
            "/v1/chat/completions", $$"""{"model":"m","messages":[{"role":"user","content":[{{part}}]}]}""");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(upstream.Bodies);
        var facts = (await host.EntriesAsync()).Last()["facts"]!;
        Assert.Contains(kind, facts["content"]!["uninspectable"]!.AsArray().Select(value => value!.GetValue<string>()));
    }

    [Fact]
    public async Task The_bytes_that_were_inspected_are_the_bytes_that_are_sent()
    {
        const string Body = """{ "model" : "m", "messages":[{"role":"user","content":"caf\u00e9 — ✓"}], "unknown_field": {"kept": [1, 2.50, 1e3]} }""";
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));
        upstream.AnswerJson(DialectCase.Of("chat").Answer("Fine."));

        using var response = await host.PostAsync("/v1/chat/completions", Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Body, Encoding.UTF8.GetString(upstream.Bodies.Single()));
    }

    [Fact]
    public async Task Only_the_models_name_is_changed_when_the_upstream_has_another_one()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var made = TestConfig.WithUpstreams("openai", upstream.Url)(config);
            return made with { Deployments = [made.Deployments[0] with { UpstreamModel = "vendor/\"x\"-5" }] };
        });
        upstream.AnswerJson(DialectCase.Of("chat").Answer("Fine."));

        using var response = await host.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"m"}],"model" : "m","seed":1}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var sent = Encoding.UTF8.GetString(upstream.Bodies.Single());
        Assert.Equal("vendor/\"x\"-5", JsonNode.Parse(sent)!["model"]!.GetValue<string>());
        Assert.StartsWith("""{"messages":[{"role":"user","content":"m"}],"model" : """, sent, StringComparison.Ordinal);
        Assert.EndsWith(""","seed":1}""", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_decision_is_durable_before_the_model_sees_the_request()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));
        long durable = -1;
        var before = host.Ledger.DurableSize;
        upstream.Answer = http =>
        {
            durable = host.Ledger.DurableSize;
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(DialectCase.Of("chat").Answer("Fine."));
        };

        using var response = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request("Hello", stream: false));

        Assert.Equal(before + 1, durable);
        Assert.Equal(before + 2, host.Ledger.DurableSize);
        Assert.Equal((before + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), response.Headers.GetValues("Concordat-Entry").Single());
    }

    [Fact]
    public async Task The_outcome_of_a_stream_is_durable_before_its_last_event()
    {
        var form = DialectCase.Of("chat");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));
        upstream.AnswerEvents(form.Stream(["One. ", "Two. "]));
        var before = host.Ledger.DurableSize;

        using var response = await host.PostAsync(form.Path, form.Request("Hello", stream: true));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        long? atTheEnd = null;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            atTheEnd = line == "data: [DONE]" ? host.Ledger.DurableSize : atTheEnd;
        }

        Assert.Equal(before + 2, atTheEnd);
    }

    [Fact]
    public async Task An_agreement_that_is_not_in_force_at_the_moment_serves_nothing()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(
            TestConfig.WithUpstreams("openai", upstream.Url), new ClockAt(SignedBaseAgreement.Agreement.Effective.AddSeconds(-1)));

        using var response = await host.PostAsync("/v1/chat/completions", new ChatCase().Request("x", stream: false));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.False(host.Gateway.Status().Ready);
        Assert.Empty(upstream.Bodies);
    }

    [Fact]
    public async Task A_ledger_that_cannot_record_lets_nothing_pass()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));
        await host.Ledger.DisposeAsync();

        using var response = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request("Hello", stream: false));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Empty(upstream.Bodies);
    }

    [Fact]
    public async Task Content_stays_out_of_the_ledger()
    {
        const string Marker = "zanzibar-periscope";
        await using var host = await GatewayHost.StartAsync();
        using var permitted = await host.PostAsync(
            "/v1/chat/completions", DialectCase.Of("chat").Request($"[[answer: {Marker} back]] {Marker} mail bob.{Marker}@example.com", false, "sandbox"));
        using var refused = await host.PostAsync(
            "/v1/chat/completions", DialectCase.Of("chat").Request($"TOP SECRET//SI//NOFORN\n{Marker}", false, "sandbox"));
        using var malformed = await host.PostAsync("/v1/chat/completions", $"{{\"model\":\"sandbox\",\"{Marker}");

        foreach (var entry in await host.RawEntriesAsync())
        {
            Assert.DoesNotContain(Marker, Encoding.UTF8.GetString(entry), StringComparison.Ordinal);
            Assert.DoesNotContain(host.ApiKey[12..], Encoding.UTF8.GetString(entry), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Entries_are_canonical_json_and_fit_their_bound()
    {
        await using var host = await GatewayHost.StartAsync();
        using var permitted = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request("[[call: get_weather {}]]", true, "sandbox"));
        await permitted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var held = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request("[[call: nobody_knows {}]]", false, "sandbox"));
        using var preflight = await host.PostAsync(
            "/v1/preflight", $$"""{"operation":"chat","request":{{DialectCase.Of("chat").Request("Hello", false, "sandbox")}}}""");
        using var rejected = await host.PostAsync("/v1/chat/completions", "[]");

        var entries = await host.RawEntriesAsync();

        Assert.Equal(7, entries.Count);
        Assert.All(entries, entry => Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.Canonicalize(entry)), Encoding.UTF8.GetString(entry)));
        Assert.All(entries, entry => Assert.InRange(entry.Length, 1, LedgerOptions.MaxEntryBytes));
    }

    [Fact]
    public async Task A_verdict_can_be_replayed_from_the_ledger_alone()
    {
        await using var host = await GatewayHost.StartAsync();
        foreach (var prompt in (string[])["Which repairs are urgent?", "TOP SECRET//SI//NOFORN\nx", "mail a@example.com and (202) 555-0143"])
        {
            using var response = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request(prompt, false, "sandbox"));
        }

        var entries = await host.EntriesAsync();
        var decisions = entries.Where(entry => entry["type"]!.GetValue<string>() == "decision").ToList();
        var outcomes = entries.Where(entry => entry["type"]!.GetValue<string>() == "outcome").ToList();

        Assert.Equal(3, decisions.Count);
        Assert.All(decisions, entry => Replay(entry, Agreements.Clauses.AgreementActions.Request, entry["facts"]!.AsObject()));
        Assert.NotEmpty(outcomes);
        Assert.All(outcomes, entry =>
        {
            // An outcome holds what differs from its decision.
            var facts = entries[entry["decision"]!.GetValue<int>()]["facts"]!.DeepClone().AsObject();
            Assert.True(entry["facts"]!.AsObject().Count < facts.Count);
            foreach (var (group, found) in entry["facts"]!.AsObject())
            {
                Assert.False(JsonNode.DeepEquals(facts[group], found), $"{group} is as in the decision");
                facts[group] = found!.DeepClone();
            }

            Replay(entry, Agreements.Clauses.AgreementActions.Answer, facts);
        });

        static void Replay(JsonNode entry, EntityUid action, JsonObject facts)
        {
            var verdict = SignedBaseAgreement.Agreement.Decide(new CedarRequest(
                new EntityUid(EntityTypes.UseCase, entry["use_case"]!.GetValue<string>()),
                action,
                new EntityUid(EntityTypes.Model, entry["model"]!.GetValue<string>()),
                LedgerFacts.Read(facts).AsRecord));
            Assert.Equal(entry["verdict"]!.GetValue<string>(), Gateway.Recording.Recorder.VerdictName(verdict.Kind));
            Assert.Equal(
                entry["clauses"]!.AsArray().Select(clause => clause!.GetValue<string>()), verdict.Clauses.Select(clause => clause.Clause.Id.ToString()));
        }
    }

    [Fact]
    public async Task The_safeguard_does_not_become_the_surveillance()
    {
        const string Mailbox = "grace.hopper@example.com";
        await using var host = await GatewayHost.StartAsync();
        using var response = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request($"Write to {Mailbox}", false, "sandbox"));

        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(host.LedgerDirectory)!, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "lock"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await open.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(Mailbox, Encoding.Latin1.GetString(bytes.ToArray()), StringComparison.OrdinalIgnoreCase);
        }
    }
}
