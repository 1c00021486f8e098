using System.Text;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Tests.Kit;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Tests.Judging;

/// <summary>An evaluation asks the judge within the same bounds as the gateway: what it may not do there, it may not do here.</summary>
public sealed class JudgeTrialTests
{
    [Theory]
    [InlineData("unsafe\nS1", "violation", 70)]
    [InlineData("safe", "clean", 50)]
    [InlineData("no idea, but it is safe, I promise", "nonsense", 50)]
    [InlineData("unsafe\nS7", "nonsense", 50)]
    public async Task It_raises_what_is_possible_and_lowers_nothing_that_it_may_not(string says, string answer, long score)
    {
        await using var host = await JudgedHost.StartAsync();
        host.Judge.AnswerJson(JudgedHost.Says(says));

        var (topics, answers) = await AskAsync(host, JudgedHost.Possible);

        Assert.Equal((score, answer), (SuspicionBands.Score(topics, RedLine.Surveillance), Assert.Single(answers)));
        Assert.Single(host.Judge.Bodies);
        Assert.Empty(await host.EntriesAsync("decision"));
    }

    [Theory]
    [InlineData(60, 39)]
    [InlineData(50, 50)]
    public async Task It_lowers_only_below_the_border_that_the_agreement_states(int below, long score)
    {
        await using var host = await JudgedHost.StartAsync(JudgedHost.Asked with { MayClear = true }, JudgedHost.Clearing(below));

        var (topics, _) = await AskAsync(host, JudgedHost.Possible);

        Assert.Equal(score, SuspicionBands.Score(topics, RedLine.Surveillance));
    }

    [Theory]
    [InlineData("Summarise the log of the radar.")]
    [InlineData("(S//NF) " + JudgedHost.Possible)]
    public async Task It_is_not_shown_what_it_would_not_be_shown(string text)
    {
        await using var host = await JudgedHost.StartAsync();

        var (_, answers) = await AskAsync(host, text);

        Assert.Empty(host.Judge.Bodies);
        Assert.All(answers, answer => Assert.Equal("barred", answer));
    }

    [Fact]
    public async Task What_is_likely_stays_likely_whatever_it_says()
    {
        await using var host = await JudgedHost.StartAsync(JudgedHost.Asked with { MayClear = true }, JudgedHost.Clearing(70));

        var (topics, _) = await AskAsync(host, "Build a database of all Americans' social media posts and flag anyone critical of the government");

        Assert.True(SuspicionBands.Score(topics, RedLine.Surveillance) >= SuspicionBands.Likely);
    }

    [Fact]
    public async Task One_that_hangs_or_has_gone_leaves_the_suspicion_as_it_was_and_is_left_alone_after_a_while()
    {
        await using var host = await JudgedHost.StartAsync(JudgedHost.Asked with { Timeout = TimeSpan.FromMilliseconds(200), Failures = 2, MayClear = true }, JudgedHost.Clearing(70));
        host.Judge.Answer = async http => await Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var trial = Trial(host);

        var answers = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var (topics, said) = await AskAsync(trial, JudgedHost.Possible);
            Assert.Equal(50, SuspicionBands.Score(topics, RedLine.Surveillance));
            answers.AddRange(said);
        }

        Assert.Equal(["timeout", "timeout", "open"], answers);
    }

    [Fact]
    public async Task A_configuration_without_a_judge_has_none()
    {
        await using var host = await JudgedHost.StartAsync();
        var model = host.Gateway.Gateway.Model!;

        var fault = Assert.Throws<InvalidOperationException>(() => JudgeTrial.Of(model.Config with { Judge = null }, model.Agreement, TimeProvider.System));
        Assert.Contains("names no `judge`", fault.Message, StringComparison.Ordinal);
    }

    private static JudgeTrial Trial(JudgedHost host) => JudgeTrial.Of(host.Gateway.Gateway.Model!.Config, host.Gateway.Gateway.Model!.Agreement, TimeProvider.System);

    private static async Task<(TopicFacts Topics, IReadOnlyList<string> Answers)> AskAsync(JudgedHost host, string text)
    {
        using var trial = Trial(host);
        return await AskAsync(trial, text);
    }

    private static async Task<(TopicFacts Topics, IReadOnlyList<string> Answers)> AskAsync(JudgeTrial trial, string text)
    {
        var inspection = new RequestInspection();
        inspection.InspectText(Encoding.UTF8.GetBytes(text));
        return await trial.AskAsync(inspection.Findings, text, TestContext.Current.CancellationToken);
    }
}
