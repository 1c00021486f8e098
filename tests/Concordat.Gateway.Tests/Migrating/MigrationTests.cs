using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Migrating;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Migrating;

/// <summary>A migration goes on while all is well, goes back when it is not, and no request fails for it.</summary>
public sealed class MigrationTests
{
    private static readonly DialectCase Form = DialectCase.Of("chat");

    private static readonly MigrationPlan Plan = new()
    {
        Id = "to-gov",
        Model = "m",
        From = ["upstream-1"],
        To = ["upstream-2"],
        Stages =
        [
            new MigrationStage { Shadow = 100, Requests = 5, Latency = 1000 },
            new MigrationStage { Weight = 50, Requests = 5, Latency = 1000 },
            new MigrationStage { Weight = 100, Requests = 5, Latency = 1000 },
        ],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_stages_are_gone_through_and_each_step_is_in_the_ledger()
    {
        await using var old = await FakeUpstream.StartAsync();
        await using var added = await FakeUpstream.StartAsync();
        old.AnswerJson(Form.Answer("Fine."));
        added.AnswerJson(Form.Answer("Fine."));
        await using var host = await GatewayHost.StartAsync(Config(old.Url, added.Url), random: new Random(5));
        await StartAsync(host, Plan);

        await SendUntilAsync(host, "finished");
        var before = old.Bodies.Count;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("upstream-2", await SendAsync(host));
        }

        Assert.Equal(before, old.Bodies.Count);
        var steps = (await host.EntriesAsync()).Where(entry => entry["type"]!.GetValue<string>() == "migration").Select(entry => entry["facts"]!["migration"]!).ToList();
        Assert.Equal(["start", "advance", "advance", "finish"], steps.Select(step => step["act"]!.GetValue<string>()));
        Assert.Equal([1, 2, 3, 3], steps.Select(step => step["stage"]!.GetValue<int>()));
    }

    [Fact]
    public async Task New_deployments_that_fail_lose_their_requests_and_none_of_these_fails()
    {
        await using var old = await FakeUpstream.StartAsync();
        await using var added = await FakeUpstream.StartAsync();
        old.AnswerJson(Form.Answer("Fine."));
        added.AnswerJson("{}", 500);
        await using var host = await GatewayHost.StartAsync(Config(old.Url, added.Url), random: new Random(5));
        await StartAsync(host, Plan with { Stages = [new MigrationStage { Weight = 50, Requests = 20 }, new MigrationStage { Weight = 100 }] });

        await SendUntilAsync(host, "taken-back");
        var asked = added.Bodies.Count;
        Assert.Equal("upstream-1", await SendAsync(host));

        Assert.Equal(asked, added.Bodies.Count);
        Assert.Contains("failed", host.Gateway.Migrations.Book.Find("to-gov")!.Last.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_that_differ_end_it_before_a_request_was_moved()
    {
        await using var old = await FakeUpstream.StartAsync();
        await using var added = await FakeUpstream.StartAsync();
        old.AnswerJson(Form.Answer("Fine."));
        added.AnswerJson(Form.CallAnswer("order_part", "{}"));
        await using var host = await GatewayHost.StartAsync(Config(old.Url, added.Url), random: new Random(5));
        await StartAsync(host, Plan);

        await SendUntilAsync(host, "taken-back");

        Assert.Contains("0 of", host.Gateway.Migrations.Book.Find("to-gov")!.Last.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(await host.EntriesAsync(), entry => entry["type"]!.GetValue<string>() == "outcome" && entry["deployment"]!.GetValue<string>() == "upstream-2");
    }

    [Fact]
    public async Task Once_all_is_moved_the_old_deployments_still_answer_where_the_new_ones_cannot()
    {
        await using var old = await FakeUpstream.StartAsync();
        await using var added = await FakeUpstream.StartAsync();
        old.AnswerJson(Form.Answer("Fine."));
        added.AnswerJson("{}", 500);
        await using var host = await GatewayHost.StartAsync(Config(old.Url, added.Url));
        await StartAsync(host, Plan with { Stages = [new MigrationStage { Weight = 100, Requests = 1000 }] });

        Assert.Equal("upstream-1", await SendAsync(host));
        Assert.Single(added.Bodies);
    }

    [Fact]
    public async Task The_way_back_by_command_and_a_restart_are_the_same_on_every_node()
    {
        await using var old = await FakeUpstream.StartAsync();
        await using var added = await FakeUpstream.StartAsync();
        old.AnswerJson(Form.Answer("Fine."));
        added.AnswerJson(Form.Answer("Fine."));
        await using var host = await GatewayHost.StartAsync(Config(old.Url, added.Url), random: new Random(5));
        await StartAsync(host, Plan with { Stages = [new MigrationStage { Weight = 100, Requests = 1000 }] });
        Assert.Equal("upstream-2", await SendAsync(host));

        // Two processes take the same step: the store takes one.
        var step = new MigrationEvent("to-gov", 2, "back", 0, "by command", TimeProvider.System.GetUtcNow());
        Assert.True(await host.Stores.Migrations.AddAsync(step.Id, MigrationBook.Write(step), Stop));
        Assert.False(await host.Stores.Migrations.AddAsync(step.Id, MigrationBook.Write(step with { Act = "advance" }), Stop));
        await host.Gateway.Migrations.LookNowAsync();

        Assert.Equal("upstream-1", await SendAsync(host));
        var read = MigrationBook.Empty.With(await host.Stores.Migrations.ListAsync(0, Stop)).Find("to-gov")!;
        Assert.Equal(("taken-back", "start", "back"), (read.State, read.Steps[0].Act, read.Steps[1].Act));
        Assert.Equal(Plan.To.AsEnumerable(), read.Plan.To);
    }

    [Fact]
    public async Task Effects_are_as_many_as_answers_while_stages_change()
    {
        await using var old = await FakeUpstream.StartAsync();
        await using var added = await FakeUpstream.StartAsync();
        old.AnswerJson(Form.CallAnswer("order_part", """{"part":"magnetron"}"""));
        added.AnswerJson(Form.CallAnswer("order_part", """{"part":"magnetron"}"""));
        await using var host = await GatewayHost.StartAsync(Config(old.Url, added.Url));
        await StartAsync(host, Plan with { Stages = [.. Enumerable.Range(1, 20).Select(i => new MigrationStage { Weight = i * 5, Requests = 2, Latency = 1000, Refusals = 1 })] });
        var effects = 0;

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    using var response = await host.PostAsync(Form.Path, Form.Request("Order it.", stream: false));
                    var text = await response.Content.ReadAsStringAsync(Stop);
                    Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                    Interlocked.Add(ref effects, text.Split("magnetron").Length - 1);
                    await host.Gateway.Migrations.LookNowAsync();
                }
            },
            Stop)));

        Assert.Equal(320, effects);
        Assert.Equal(320, old.Bodies.Count + added.Bodies.Count);
        Assert.True(host.Gateway.Migrations.Book.Find("to-gov")!.Steps.Count > 3);
    }

    private static Func<ConcordatConfig, ConcordatConfig> Config(string old, string added) => config =>
    {
        var made = TestConfig.WithUpstreams("openai", old, added)(config);
        return made with
        {
            UseCases = [made.UseCases[0] with { Shadowed = true }],
            Deployments = [made.Deployments[0], made.Deployments[1] with { Candidate = true }],
            Models = [new ModelConfig { Name = "m", Failures = 1000 }],
        };
    };

    private static async Task StartAsync(GatewayHost host, MigrationPlan plan)
    {
        var step = new MigrationEvent(plan.Id, 1, "start", 0, "started", TimeProvider.System.GetUtcNow(), plan);
        Assert.True(await host.Stores.Migrations.AddAsync(step.Id, MigrationBook.Write(step), Stop));
        await host.Gateway.Migrations.LookNowAsync();
        await host.Gateway.Migrations.LookNowAsync(); // counts from here
    }

    private static async Task<string> SendAsync(GatewayHost host)
    {
        using var response = await host.PostAsync(Form.Path, Form.Request("How is it?", stream: false));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var index = int.Parse(response.Headers.GetValues("Concordat-Entry").Single(), System.Globalization.CultureInfo.InvariantCulture);
        return (await host.EntriesAsync())[index]["deployment"]!.GetValue<string>();
    }

    private static async Task SendUntilAsync(GatewayHost host, string state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (host.Gateway.Migrations.Book.Find("to-gov")!.State != state)
        {
            patience.Token.ThrowIfCancellationRequested();
            using var response = await host.PostAsync(Form.Path, Form.Request("How is it?", stream: false));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await host.Gateway.Migrations.LookNowAsync();
        }
    }
}
