using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Certifying;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight;
using Concordat.Oversight.Readiness;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Readiness;

/// <summary>Decisions on readiness that are drafted, brought and taken while the gateway serves: each gate is checked twice.</summary>
public sealed class ReadinessDeskTests : IDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly TestApprovers _people = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _people.Dispose();

    [Fact]
    public async Task A_use_case_goes_from_stage_to_stage_by_its_evidence_and_each_node_records_it()
    {
        var time = new MovableTime();
        var folder = Directory.CreateTempSubdirectory("concordat-readiness-");
        await using var host = await GatewayHost.StartAsync(Configure, time, stores: OversightStores.OpenSqlite(Path.Combine(folder.FullName, "oversight.db"), time));
        var none = Assert.Single((await host.Gateway.StandingOfAsync("maintenance", Cancellation)).Stages);
        Assert.Equal(("not-ready", "shadow"), (none.State.Stage, none.Next));
        Assert.Contains("no preflight certificate stands", Assert.Single(none.Lacks), StringComparison.Ordinal);
        await LacksAsync(host, "shadow", "no preflight certificate stands");

        await TestSuite.CertifyAsync(host);
        await TakeAsync(host, "shadow");
        var shadow = await host.Gateway.StandingOfAsync("maintenance", Cancellation);
        Assert.Equal(("shadow", "trial", 100), (shadow.Stages[0].State.Stage, shadow.Stages[0].Next, shadow.Stages[0].Requests));
        Assert.Equal((null, 1), (shadow.Suite!.Fault, shadow.Steps.Count));

        await LacksAsync(host, "trial", "it has been in shadow for 0 days, and 7 are needed");
        time.Advance(TimeSpan.FromDays(8));
        await TestSuite.CertifyAsync(host);
        await AskAsync(host, 99);
        await LacksAsync(host, "trial", "99 requests were decided in shadow, and 100 are needed");
        await AskAsync(host, 1);
        await TakeAsync(host, "trial", new ReadinessLimits(1000));
        Assert.Equal("trial", (await host.Gateway.StandingOfAsync("maintenance", Cancellation)).Stages[0].State.Stage);

        // what was decided in shadow does not count in the trial
        time.Advance(TimeSpan.FromDays(15));
        await TestSuite.CertifyAsync(host);
        await LacksAsync(host, "general", "0 requests were decided in trial, and 1000 are needed");
    }

    [Fact]
    public async Task What_is_signed_by_too_few_leaps_a_stage_or_cites_another_certificate_is_not_taken()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await TestSuite.CertifyAsync(host);
        var (_, payload) = await host.Gateway.DraftReadinessAsync("maintenance", new ReadinessWish("*", "shadow", "try it"), Cancellation);
        var (step, _) = ReadinessReader.Draft(payload);
        (byte[] Envelope, string Why)[] bad =
        [
            (Signed(step, "reviewer"), "it is not signed by all who must"),
            (Signed(step, "commander", "official"), "it is not signed by a reviewer"),
            (Signed(step with { Stage = "general", Evidence = step.Evidence! with { Evaluation = Hash } }), "the next stage is shadow"),
            (Signed(step with { Evidence = new ReadinessEvidence(new string('0', 32)) }), "does not name the certificate that stands"),
            (Signed(step with { Evidence = null }), "rests on a preflight certificate"),
            (Signed(step with { UseCase = "other" }), "there is no use case `other`"),
            ("{}"u8.ToArray(), "this is not a signed document"),
        ];
        foreach (var (envelope, why) in bad)
        {
            var (status, body) = await PostAsync(host, envelope);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "readiness_not_taken"), (status, (string?)body["code"]));
            Assert.Contains(why, body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(host, new byte[ReadinessReader.MaxEnvelopeBytes + 1])).Status);
        Assert.Equal(0, await host.Stores.Readiness.CountAsync(Cancellation));
    }

    [Fact]
    public async Task It_is_brought_by_anybody_and_read_with_a_key_of_the_use_case()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await TestSuite.CertifyAsync(host);
        var (_, payload) = await host.Gateway.DraftReadinessAsync("maintenance", new ReadinessWish("*", "shadow", "try it"), Cancellation);
        var envelope = Signed(ReadinessReader.Draft(payload).Step);
        var key = host.Client.DefaultRequestHeaders.Authorization;
        host.Client.DefaultRequestHeaders.Authorization = null;

        Assert.Equal(HttpStatusCode.Created, (await PostAsync(host, envelope)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, envelope)).Status);
        using (var asked = await host.Client.GetAsync("/v1/readiness", Cancellation))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
        }

        host.Client.DefaultRequestHeaders.Authorization = key;
        var body = JsonNode.Parse(await host.Client.GetStringAsync("/v1/readiness", Cancellation))!;
        var stage = Assert.Single(body["stages"]!.AsArray())!;
        Assert.Equal(("maintenance", true, "*", "shadow", "trial"), ((string?)body["use_case"], (bool)body["decided"]!, (string?)stage["model"], (string?)stage["stage"], (string?)stage["next"]));
        Assert.Contains("7 are needed", (string?)Assert.Single(stage["lacks"]!.AsArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_use_case_that_is_registered_with_a_stage_has_nothing_to_decide()
    {
        await using var host = await GatewayHost.StartAsync(_people.Register);
        Assert.Empty((await host.Gateway.StandingOfAsync("maintenance", Cancellation)).Stages);
        await LacksAsync(host, "shadow", "is registered as `general`");
        var body = JsonNode.Parse(await host.Client.GetStringAsync("/v1/readiness", Cancellation))!;
        Assert.Equal((false, "general"), ((bool)body["decided"]!, (string?)body["stages"]![0]!["stage"]));
    }

    private ConcordatConfig Configure(ConcordatConfig config) => _people.Register(config) with { UseCases = [config.UseCases[0] with { Readiness = UseCaseConfig.Decided }] };

    private static async Task LacksAsync(GatewayHost host, string stage, string lack)
    {
        var fault = await Assert.ThrowsAsync<ReadinessException>(async () => await host.Gateway.DraftReadinessAsync("maintenance", new ReadinessWish("*", stage, "try it", Hash), Cancellation));
        Assert.Contains(lack, fault.Message, StringComparison.Ordinal);
    }

    private async Task TakeAsync(GatewayHost host, string stage, ReadinessLimits? limits = null)
    {
        var (_, payload) = await host.Gateway.DraftReadinessAsync("maintenance", new ReadinessWish("*", stage, "try it", Hash, Limits: limits), Cancellation);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(host, Signed(ReadinessReader.Draft(payload).Step))).Status);
    }

    private byte[] Signed(ReadinessStep step, params string[] people) => (people.Length > 0 ? people : [.. TestApprovers.Panel])
        .Aggregate(DsseEnvelope.Create(ReadinessStep.PayloadType, ReadinessReader.Payload(step)), (signed, person) => signed.Sign(_people.Key(person))).ToJson();

    private static async Task AskAsync(GatewayHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var answer = await host.PostAsync("/v1/chat/completions", TestSuite.Plain);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(GatewayHost host, byte[] envelope)
    {
        using var content = new ByteArrayContent(envelope) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await host.Client.PostAsync("/v1/readiness", content, Cancellation);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }
}
