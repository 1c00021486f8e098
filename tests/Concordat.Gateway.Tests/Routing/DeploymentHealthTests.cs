using Concordat.Gateway.Configuration;
using Concordat.Gateway.Routing;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Routing;

public sealed class DeploymentHealthTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly SteppedTime _time = new();

    private long Now => _time.GetUtcNow().UtcTicks;

    [Fact]
    public void Failures_in_a_row_shut_it_out_and_an_answer_between_them_does_not_let_them_add_up()
    {
        var health = Make(3);
        Fail(health, 2);
        health.Succeeded();
        Fail(health, 2);
        Assert.False(health.IsShut(Now));

        health.Failed();

        Assert.True(health.IsShut(Now));
        Assert.False(health.Enter(Now));
    }

    [Fact]
    public void After_the_pause_one_request_alone_tries_it_and_its_answer_opens_it()
    {
        var health = Make(3);
        Fail(health, 3);
        _time.Advance(2 * Pause);

        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(_ => health.Enter(Now)));
        health.Succeeded();

        Assert.Equal([true, true], Enumerable.Range(0, 2).Select(_ => health.Enter(Now)));
        Assert.Null(health.ShutUntil);
    }

    [Fact]
    public void A_request_that_tried_it_and_was_never_heard_of_again_does_not_keep_it_shut()
    {
        var health = Make(3);
        Fail(health, 3);
        _time.Advance(2 * Pause);
        Assert.True(health.Enter(Now));

        _time.Advance(TimeSpan.FromSeconds(31));

        Assert.True(health.Enter(Now));
    }

    [Fact]
    public void Each_failure_after_a_pause_makes_the_next_pause_longer_up_to_a_bound()
    {
        var health = Make(1);
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 8; i++)
        {
            health.Failed();
            pauses.Add(health.ShutUntil!.Value - _time.GetUtcNow());
            _time.Advance(pauses[^1]);
            Assert.True(health.Enter(Now));
        }

        for (var i = 0; i < pauses.Count; i++)
        {
            var expected = Pause * Math.Min(1 << i, 30);
            Assert.InRange(pauses[i], expected * 0.75, expected * 1.25);
        }
    }

    [Fact]
    public void Pauses_of_many_nodes_do_not_end_together()
    {
        var ends = Enumerable.Range(0, 20).Select(seed =>
        {
            var health = new DeploymentHealth(new ModelConfig { Name = "m", Failures = 1, Pause = Pause }, _time, new Random(seed));
            health.Failed();
            return health.ShutUntil;
        });

        Assert.True(ends.Distinct().Count() > 15);
    }

    [Fact]
    public void Failures_of_what_was_under_way_when_it_was_shut_out_do_not_lengthen_the_pause()
    {
        var health = Make(2);
        Fail(health, 2);
        var until = health.ShutUntil;

        Fail(health, 50);

        Assert.Equal(until, health.ShutUntil);
    }

    [Fact]
    public void Latency_follows_what_is_measured_newer_answers_more()
    {
        var health = Make(3);
        Assert.Equal(0, health.Latency);
        Measure(1);
        Assert.Equal(1, health.Latency, 3);
        Measure(2);
        Assert.Equal(1.2, health.Latency, 3);
        for (var i = 0; i < 40; i++)
        {
            Measure(3);
        }

        Assert.Equal(3, health.Latency, 2);

        void Measure(double seconds)
        {
            var start = health.Start();
            _time.Advance(TimeSpan.FromSeconds(seconds));
            health.Answered(start);
        }
    }

    private static void Fail(DeploymentHealth health, int times)
    {
        for (var i = 0; i < times; i++)
        {
            health.Failed();
        }
    }

    private DeploymentHealth Make(int failures) => new(new ModelConfig { Name = "m", Failures = failures, Pause = Pause }, _time, new Random(1));
}
