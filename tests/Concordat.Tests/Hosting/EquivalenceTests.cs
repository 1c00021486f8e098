using System.Text;
using Concordat.Commands;
using Concordat.Equivalence;
using Concordat.Oversight.Certificates;
using Concordat.Signing;
using Concordat.Tests.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Concordat.Tests.Hosting;

/// <summary>A candidate beside the model in use, tried through a serving gateway.</summary>
public sealed class EquivalenceTests : IAsyncLifetime
{
    private const string Cases = """
        {"name":"plain","request":{"model":"any","messages":[{"role":"user","content":"Say it. [[answer: {\"part\":\"magnetron\",\"days\":3}]]"}]},"expect":{"contains":"Magnetron","json":["part","days"]}}
        {"name":"call","request":{"model":"any","messages":[{"role":"user","content":"[[call: get_weather {\"place\":\"harbour\"}]]"}],"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object"}}}]},"expect":{"call":{"tool":"get_weather","arguments":{"place":"harbour"}}}}
        {"name":"messages","operation":"messages","request":{"model":"any","max_tokens":100,"messages":[{"role":"user","content":"[[answer: yes]]"}]},"expect":{"equals":"yes"}}
        {"name":"secret","request":{"model":"any","messages":[{"role":"user","content":"TOP SECRET//SI//NOFORN x"}]}}
        """;

    private ServedInstallation _served = null!;
    private WebApplication _other = null!;
    private int _asked;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _other = builder.Build();
        _other.MapPost("/{**path}", AnswerAsync);
        await _other.StartAsync(Stop);
        _served = await ServedInstallation.StartAsync(Stop);
        _served.Change("deployments:\n", $$"""
            deployments:
              - { name: sandbox-2, model: twin, kind: sandbox, vendor: Vend, network: local, hosting: cloud, verified: true }
              - { name: sandbox-3, model: unverified, kind: sandbox, vendor: Vend, network: local, hosting: on-premises, verified: false }
              - { name: other-1, model: other, kind: openai-chat, url: "{{_other.Urls.First()}}", vendor: Vend, cloud: demo, network: local, hosting: cloud, verified: true }

            """);
        await _served.RestartAsync(Stop);
        await File.WriteAllTextAsync(At("cases.jsonl"), Cases, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _served.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task A_twin_is_equivalent_and_the_signed_report_says_so()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
        key.Save(At("official.pem"));
        var run = await RunAsync("twin", "--signing-key", At("official.pem"), "--output", At("report.json"));

        Assert.True(run.Code == ExitCode.Done, run.Output + run.Error);
        Assert.Contains("`twin` in place of `sandbox`: equivalent: 4 cases, 0 differ", run.Output, StringComparison.Ordinal);
        var signed = await File.ReadAllBytesAsync(At("report.json"), Stop);
        var report = EquivalenceReport.Read(signed, key.PublicKey);
        Assert.Equal((true, "refuse", "stop"), (report.Equivalent, report.Cases[3].To.Verdict, report.Cases[0].To.Finish));
        Assert.All(report.Cases.Take(3), each => Assert.True(each.To.AsExpected));
        Assert.DoesNotContain("magnetron", Encoding.UTF8.GetString(report.Payload()), StringComparison.OrdinalIgnoreCase);
        using var other = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
        Assert.Throws<CertificateException>(() => EquivalenceReport.Read(signed, other.PublicKey));
    }

    [Fact]
    public async Task A_candidate_that_the_agreement_does_not_let_do_it_differs_and_is_sent_nothing()
    {
        var run = await RunAsync("unverified");

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.Matches("`plain`: permit, then (refuse|hold) by [0-9.]+", run.Output);
    }

    [Fact]
    public async Task Another_call_and_an_answer_that_is_not_as_expected_are_named()
    {
        var run = await RunAsync("other");

        Assert.True(run.Code == ExitCode.CheckFailed, run.Error);
        Assert.Contains("`plain`: the answer is not as expected", run.Output, StringComparison.Ordinal);
        Assert.Matches("`call`: calls get_weather\\([0-9a-f]{8}\\), then get_weather\\([0-9a-f]{8}\\); the answer is not as expected", run.Output);
        Assert.DoesNotContain("`secret`", run.Output, StringComparison.Ordinal);
        Assert.Equal(3, _asked);
    }

    [Theory]
    [InlineData("""{"request":{"messages":[]},"expect":{"similar":"x"}}""", "`expect` has one or more of")]
    [InlineData("""{"request":{"messages":[]},"operation":"embeddings"}""", "only chat, responses and messages")]
    [InlineData("""{"request":{"messages":[]},"reqest":1}""", "unknown member `reqest`")]
    [InlineData("""[1]""", "not a case")]
    [InlineData("", "has no cases")]
    public async Task A_bad_file_is_refused_with_its_place(string line, string message)
    {
        await File.WriteAllTextAsync(At("cases.jsonl"), line + "\n", Stop);
        var run = await RunAsync("twin");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private Task AnswerAsync(HttpContext http)
    {
        _asked++;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(
            _asked == 2
                ? """{"id":"1","object":"chat.completion","created":1,"model":"o","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{\"place\":\"desert\"}"}}]}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"""
                : """{"id":"1","object":"chat.completion","created":1,"model":"o","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"no idea"}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""",
            http.RequestAborted);
    }

    private string At(string name) => Path.Combine(_served.Home, name);

    private Task<CommandRun> RunAsync(string candidate, params string[] more) => CommandRun.WithKeyAsync(
        _served.Http.DefaultRequestHeaders.Authorization!.Parameter!,
        ["deployment", "equivalence", At("cases.jsonl"), "--from", "sandbox", "--to", candidate, "--url", _served.Host.Url, .. more]);
}
