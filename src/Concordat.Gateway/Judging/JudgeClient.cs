using System.Collections.Concurrent;
using System.Collections.Immutable;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Recording;
using Concordat.Safeguards.Model;
using Concordat.Safeguards.Suspicion;

namespace Concordat.Gateway.Judging;

/// <summary>
/// Puts the questions about one text to the judge, one after the other, all within its timeout. Whatever it does, there is a judgement: where it gave no answer the
/// suspicion stays as it was. Lives across reloads. Thread-safe.
/// </summary>
internal sealed class JudgeClient(TimeProvider time, Random random) : IDisposable
{
    private readonly ConcurrentDictionary<(string Deployment, string? Url, int AtOnce, int Queue, int Failures, TimeSpan Pause), JudgeState> _states = new();

    public JudgeTally Tally { get; } = new();

    /// <summary>Whether it is left alone because it fails.</summary>
    public bool IsShut(JudgeModel judge) => StateOf(judge).Health.ShutUntil is not null;

    /// <summary>Asks about every red line that is in question.</summary>
    /// <param name="topics">What is suspected without it.</param>
    /// <param name="maySee">Whether its deployment may see the text; where it may not, nothing is sent.</param>
    /// <param name="json">The text as a JSON document, empty where it is not held any more.</param>
    /// <param name="depth">Deepest nesting of the document.</param>
    /// <param name="earlier">What it said of the same text before.</param>
    /// <param name="aborted">Whoever wants to know has gone; that alone is thrown.</param>
    public async ValueTask<Judgement> AskAsync(
        JudgeModel judge, TopicFacts topics, bool maySee, ReadOnlyMemory<byte> json, int depth, Judgement? earlier, CancellationToken aborted)
    {
        (RedLine Line, long Score)[] questions = [.. judge.Questions(topics, earlier)];
        var lines = ImmutableArray.CreateBuilder<JudgedLine>(questions.Length);
        var began = time.GetTimestamp();
        TokenUsage? usage = null;
        var wasSent = false;
        using var deadline = new CancellationTokenSource(judge.Config.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, aborted);
        foreach (var (line, score) in questions)
        {
            var (result, used) = !maySee ? (JudgeResult.Barred, null)
                : json.IsEmpty ? (JudgeResult.TooLong, null)
                : await AskAsync(judge, line, json, depth, aborted, either.Token).ConfigureAwait(false);
            Tally.Add(line, result);
            lines.Add(new JudgedLine(line, score, result, judge.MayClear(score)));
            wasSent |= used is not null;
            usage = usage is { } before && used is { } more ? before.Plus(more) : used ?? usage;
        }

        var took = wasSent ? time.GetElapsedTime(began) : TimeSpan.Zero;
        var judgement = new Judgement(judge.Deployment.Config.Name, judge.Model, judge.PromptHash, lines.ToImmutable(), took, usage is { } all ? UsageNote.Of(all, judge.Deployment) : null);
        return earlier is null ? judgement : earlier.With(judgement);
    }

    public void Dispose()
    {
        foreach (var state in _states.Values)
        {
            state.Dispose();
        }
    }

    private async ValueTask<(JudgeResult Result, TokenUsage? Usage)> AskAsync(
        JudgeModel judge, RedLine line, ReadOnlyMemory<byte> json, int depth, CancellationToken aborted, CancellationToken deadline)
    {
        var state = StateOf(judge);
        if (await state.EnterAsync(deadline).ConfigureAwait(false) is { } none)
        {
            aborted.ThrowIfCancellationRequested();
            return (none, null);
        }

        try
        {
            var text = TellingText.Of(json.Span, line, judge.Config.TextBytes, depth);
            var began = time.GetTimestamp();
            var (result, usage) = await JudgeQuestion.AskAsync(judge, line, text, time, aborted, deadline).ConfigureAwait(false);
            Tally.Latency.Add(time.GetElapsedTime(began));
            if (JudgeResults.IsFailure(result))
            {
                state.Health.Failed();
            }
            else
            {
                state.Health.Succeeded(); // nonsense too: a text that makes it talk nonsense must not keep it from others
            }

            return (result, usage);
        }
        finally
        {
            state.Leave();
        }
    }

    private JudgeState StateOf(JudgeModel judge)
    {
        var config = judge.Config;
        return _states.GetOrAdd(
            (config.Deployment, judge.Deployment.Config.Url, config.AtOnce, config.Queue, config.Failures, config.Pause),
            static (_, made) => new JudgeState(made.config, made.time, made.random), (config, time, random));
    }
}
