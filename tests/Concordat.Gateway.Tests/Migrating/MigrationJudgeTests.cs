using Concordat.Gateway.Migrating;

namespace Concordat.Gateway.Tests.Migrating;

public sealed class MigrationJudgeTests
{
    private static readonly MigrationCounts None = new(0, 0, 0, 0, 0, 0, 0);

    [Fact]
    public void Too_few_requests_or_too_short_a_time_say_nothing()
    {
        Assert.Null(Judge(new MigrationStage { Weight = 10 }, None with { Answers = 99 }));
        Assert.Null(Judge(new MigrationStage { Weight = 10, For = TimeSpan.FromHours(1) }, None with { Answers = 500 }, minutes: 59));
        Assert.Equal("advance", Judge(new MigrationStage { Weight = 10, For = TimeSpan.FromHours(1) }, None with { Answers = 500 }, minutes: 60));
    }

    [Theory]
    [InlineData(98, 2, "advance")]
    [InlineData(97, 3, "back")]
    [InlineData(0, 3, "back")]
    [InlineData(10, 2, null)]
    public void Failures_that_cannot_be_made_good_any_more_end_it_at_once(int answers, int failures, string? expected) =>
        Assert.Equal(expected, Judge(new MigrationStage { Weight = 10 }, None with { Answers = answers, Failures = failures }));

    [Theory]
    [InlineData(10, 8, "advance")]
    [InlineData(10, 7, "back")]
    [InlineData(0, 50, "advance")]
    public void More_refusals_than_the_old_deployments_have_end_it(int refused, int oldRefused, string expected) => Assert.Equal(
        expected, Judge(new MigrationStage { Weight = 10 }, None with { Answers = 100, Refused = refused, OldAnswers = 100, OldRefused = oldRefused }));

    [Theory]
    [InlineData(90, "advance")]
    [InlineData(89, "back")]
    public void Copies_must_agree(int agreed, string expected) => Assert.Equal(expected, Judge(new MigrationStage { Shadow = 10 }, None with { Copies = 100, Agreed = agreed }));

    [Theory]
    [InlineData(3.0, "advance")]
    [InlineData(3.1, "back")]
    public void Slower_by_more_than_the_stage_allows_ends_it(double latency, string expected) =>
        Assert.Equal(expected, Judge(new MigrationStage { Weight = 10 }, None with { Answers = 100 }, latency: (decimal)latency));

    [Fact]
    public void After_the_last_stage_it_is_finished() =>
        Assert.Equal("finish", Judge(new MigrationStage { Weight = 100 }, None with { Answers = 100 }, isLast: true));

    [Fact]
    public void All_nodes_together_have_seen_what_each_has_and_the_slowness_of_the_busy_ones_weighs_more()
    {
        var sum = MigrationCounts.Sum(
        [
            new MigrationCounts(90, 1, 2, 3, 4, 5, 0) { Latency = 1 }, new MigrationCounts(10, 10, 20, 30, 40, 50, 0) { Latency = 2 },
            new MigrationCounts(0, 0, 0, 0, 0, 0, 0) { Latency = 99 }, new MigrationCounts(7, 0, 0, 0, 0, 0, 0),
        ]);

        Assert.Equal(new MigrationCounts(107, 11, 22, 33, 44, 55, 0) { Latency = 1.1m }, sum);
        Assert.Null(MigrationCounts.Sum([]).Latency);
    }

    private static string? Judge(MigrationStage stage, MigrationCounts seen, int minutes = 5, decimal? latency = null, bool isLast = false)
    {
        var began = new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);
        var plan = new MigrationPlan { Id = "a", Model = "m", From = ["x"], To = ["y"], Stages = isLast ? [stage] : [stage, new MigrationStage { Weight = 100 }] };
        var step = new MigrationEvent("a", 1, "start", 0, "started", began, plan);
        return MigrationJudge.Judge(new MigrationState(plan, step, [step]), seen with { Latency = latency }, TimeSpan.FromMinutes(minutes))?.Act;
    }
}
