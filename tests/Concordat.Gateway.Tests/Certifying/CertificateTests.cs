using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger.Notes;
using Concordat.Oversight.Certificates;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Certifying;

public sealed class CertificateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_suite_is_decided_signed_recorded_and_kept_and_nothing_is_sent()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url));
        var answer = await TestSuite.CertifyAsync(host, TestSuite.Body(("plain", TestSuite.Plain.Replace("sandbox", "m", StringComparison.Ordinal)), ("image", TestSuite.Image.Replace("sandbox", "m", StringComparison.Ordinal))));

        var (certificate, _) = CertificateReader.Verify(Bytes(answer), [NoteVerifier.Parse(host.Ledger.VerifierKey).Key!]);
        Assert.Equal(("maintenance", "repairs", "Chief Engineer", 30), (certificate.UseCase, certificate.Suite, certificate.Owner, certificate.NoticeDays));
        Assert.Equal(["permit", "hold"], certificate.Cases.Select(each => each.Verdict));
        Assert.Equal(["6.4"], certificate.Cases[1].Clauses);
        Assert.Empty(upstream.Bodies);
        Assert.Equal(0, await host.Stores.Cases.CountOpenAsync(Cancellation));
        var entry = (await host.EntriesAsync()).Last();
        Assert.Equal(("suites", "certified", certificate.Id), ((string?)entry["type"], (string?)entry["suites"]!["act"], (string?)entry["suites"]!["certificate"]));
        Assert.Equal(answer["entry"]!.GetValue<long>(), (await host.EntriesAsync()).Count - 1);
        Assert.NotNull(CertificateBook.Of(TestSuite.SealOf(host), await host.Stores.Certificates.ListAsync(0, Cancellation)).Of("maintenance"));
    }

    [Fact]
    public async Task No_text_of_a_suite_is_in_the_certificate_the_ledger_or_the_store()
    {
        await using var host = await GatewayHost.StartAsync();
        await TestSuite.CertifyAsync(host, TestSuite.Body(("one", TestSuite.Plain.Replace("repairs", "xylophones", StringComparison.Ordinal))));

        Assert.All(await host.RawEntriesAsync(), entry => Assert.DoesNotContain("xylophones", Encoding.UTF8.GetString(entry), StringComparison.Ordinal));
        var stored = Assert.Single(await host.Stores.Certificates.ListAsync(0, Cancellation));
        Assert.DoesNotContain("xylophones", Encoding.UTF8.GetString(DsseEnvelope.Parse(stored.Envelope).Payload), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_was_changed_or_signed_by_others_does_not_verify()
    {
        await using var host = await GatewayHost.StartAsync();
        var envelope = DsseEnvelope.Parse(Bytes(await TestSuite.CertifyAsync(host)));
        var key = NoteVerifier.Parse(host.Ledger.VerifierKey).Key!;
        var better = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(envelope.Payload).Replace("\"verdict\":\"refuse\"", "\"verdict\":\"permit\"", StringComparison.Ordinal));
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);

        Assert.Throws<CertificateException>(() => CertificateReader.Verify((envelope with { Payload = better }).ToJson(), [key]));
        Assert.Throws<CertificateException>(() => CertificateReader.Verify(DsseEnvelope.Create(Certificate.PayloadType, better).Sign(other).ToJson(), [key]));
        Assert.Throws<CertificateException>(() => CertificateReader.Verify((envelope with { Signatures = [] }).ToJson(), [key]));
        Assert.Equal("maintenance", CertificateReader.Verify(envelope.ToJson(), [key]).Certificate.UseCase);
    }

    [Fact]
    public async Task Answers_and_entries_cite_it_as_long_as_it_stands()
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.Null(await CitedAsync(host));
        var id = (string?)(await TestSuite.CertifyAsync(host))["id"];

        Assert.Equal(id, await CitedAsync(host));
        Assert.Equal(id, (string?)(await host.EntriesAsync()).Last(entry => (string?)entry["type"] == "decision")["suites"]!["cited"]);

        await TestSuite.ApplyAsync(host, SignedBaseAgreement.With("agreement.json", "\"title\": \"Agreement", "\"title\": \"The agreement"));
        Assert.Null(await CitedAsync(host));
        await TestSuite.CertifyAsync(host);
        Assert.NotNull(await CitedAsync(host));
    }

    [Fact]
    public async Task It_is_not_cited_once_the_use_case_is_registered_otherwise()
    {
        await using var host = await GatewayHost.StartAsync();
        await TestSuite.CertifyAsync(host);
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.Agreement, config => config with { UseCases = [config.UseCases[0] with { HumanDecider = false }] });
        Assert.Null(await CitedAsync(host));

        using var answer = await host.Client.GetAsync(new Uri("/v1/preflight/certificates/current", UriKind.Relative), Cancellation);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal((false, "the use case is registered otherwise"), (body["stands"]!.GetValue<bool>(), (string?)body["because"]));
    }

    [Fact]
    public async Task It_is_cited_after_a_new_start_and_a_row_that_others_wrote_is_not()
    {
        await using var host = await GatewayHost.StartAsync();
        var answer = await TestSuite.CertifyAsync(host);
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.Agreement);
        Assert.Equal((string?)answer["id"], await CitedAsync(host));

        // As its owner has it: signed by the log, without the seal of the installation.
        await host.ExecuteAsync("DELETE FROM certificates");
        await host.Stores.Certificates.AddAsync((string)answer["id"]!, Bytes(answer), Cancellation);
        Assert.Null(CertificateBook.Of(TestSuite.SealOf(host), await host.Stores.Certificates.ListAsync(0, Cancellation)).Of("maintenance"));
    }

    [Fact]
    public async Task Certifying_anew_says_what_comes_out_otherwise()
    {
        await using var host = await GatewayHost.StartAsync();
        await TestSuite.CertifyAsync(host);
        var again = await TestSuite.CertifyAsync(host, TestSuite.Body(("plain", TestSuite.Secret), ("image", TestSuite.Image)));

        var changed = Assert.Single(again["changed"]!.AsArray())!;
        Assert.Equal(("plain", "permit", "refuse"), ((string?)changed["case"], (string?)changed["was"], (string?)changed["now"]));
    }

    [Fact]
    public async Task Cases_declare_their_own_sources_and_labels()
    {
        await using var host = await GatewayHost.StartAsync();
        var answer = await TestSuite.CertifyAsync(host, $$"""
            {"suite":"s","cases":[
              {"name":"a","request":{{TestSuite.Plain}},"label":"TOP SECRET//SI//NOFORN"},
              {"name":"b","request":{{TestSuite.Plain}},"sources":"broker-feed"},
              {"name":"c","request":{{TestSuite.Plain}}}]}
            """);

        var cases = CertificateReader.Read(Bytes(answer)).Certificate!.Cases;
        Assert.Equal(["refuse", "permit"], new[] { cases[0].Verdict, cases[2].Verdict });
        Assert.Equal(["unknown"], cases[1].Facts.GetProperty("sources").GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString()));
        Assert.Equal(["operational"], cases[2].Facts.GetProperty("sources").GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString()));
    }

    [Theory]
    [InlineData("""{"suite":"s","cases":[]}""", "1 to 500 cases")]
    [InlineData("""{"cases":[{"name":"a","request":{}}]}""", "`suite` must be a name")]
    [InlineData("""{"suite":"s","cases":[{"name":"Ann Smith, 12 Oak St","request":{}}]}""", "`name` must be")]
    [InlineData("""{"suite":"s","cases":[{"name":"a","operation":"sing","request":{}}]}""", "`operation` must be")]
    [InlineData("""{"suite":"s","cases":[{"name":"a"}]}""", "`request` must be")]
    [InlineData("""{"suite":"s","cases":[{"name":"a","request":{"model":"nobody","messages":[]}}]}""", "case `a`: ")]
    [InlineData("""{"suite":"s","cases":[{"name":"a","request":{"model":"m","model":"n"}}]}""", "")]
    [InlineData("""{"suite":"s","extra":1,"cases":[]}""", "no member `extra`")]
    public async Task A_bad_suite_is_refused_with_its_place(string body, string message)
    {
        await using var host = await GatewayHost.StartAsync();
        using var response = await host.PostAsync(TestSuite.Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(message, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(0, await host.Stores.Certificates.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Two_cases_of_one_name_or_more_than_500_are_refused()
    {
        await using var host = await GatewayHost.StartAsync();
        using var twice = await host.PostAsync(TestSuite.Path, TestSuite.Body(("a", TestSuite.Plain), ("a", TestSuite.Image)));
        using var many = await host.PostAsync(TestSuite.Path, TestSuite.Body([.. Enumerable.Range(0, 501).Select(i => ($"c{i}", TestSuite.Plain))]));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (twice.StatusCode, many.StatusCode));
    }

    [Fact]
    public async Task A_use_case_cannot_fill_the_store()
    {
        await using var host = await GatewayHost.StartAsync();
        for (var i = 0; i < CertificateDesk.MostADay; i++)
        {
            await TestSuite.CertifyAsync(host, TestSuite.Body(("a", TestSuite.Plain)));
        }

        using var refused = await host.PostAsync(TestSuite.Path, TestSuite.Body(("a", TestSuite.Plain)));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Another_use_case_neither_sees_nor_cites_it()
    {
        await using var host = await GatewayHost.StartAsync(config => config with { UseCases = [config.UseCases[0], config.UseCases[0] with { Id = "other" }] });
        var id = (string)(await TestSuite.CertifyAsync(host))["id"]!;
        var key = await host.Stores.Keys.CreateAsync("other", "other", expires: null, Cancellation);
        using var other = new HttpRequestMessage(HttpMethod.Get, $"/v1/preflight/certificates/{id}");
        other.Headers.Authorization = new("Bearer", key.ShownOnce);
        await host.RefreshKeysAsync();
        using var answer = await host.Client.SendAsync(other, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static byte[] Bytes(JsonNode answer) => Encoding.UTF8.GetBytes(answer["certificate"]!.ToJsonString());

    private static async Task<string?> CitedAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", TestSuite.Plain);
        return response.Headers.TryGetValues("Concordat-Certificate", out var values) ? values.Single() : null;
    }
}
