using System.Collections.Concurrent;
using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;
using Concordat.Safeguards.Suspicion;

namespace Concordat.Gateway.Judging;

/// <summary>
/// Asks the judge about what is only possible, between inspecting and deciding. Whatever it does, there is a judgement: where it gave no answer the
/// suspicion stays as it was, and why is recorded. It never refuses and never ends a request. Thread-safe.
/// </summary>
internal sealed class JudgeStage(MeterStage meters, TimeProvider time, Random random) : IDisposable
{
    private static readonly TopicFacts Unsuspected = new(0, 0, 0, 0, 0, 0);

    private readonly ConcurrentDictionary<(string Deployment, string? Url, int AtOnce, int Queue, int Failures, TimeSpan Pause), JudgeState> _states = new();

    public JudgeTally Tally { get; } = new();

    /// <summary>Whether the judge is left alone because it fails; null where there is none.</summary>
    public bool? IsShut(GatewayModel? model) => model?.Judge is { } judge ? StateOf(judge).Health.ShutUntil is not null : null;

    /// <summary>Asks about an inspected request, if it is suspicious; what the judge said is in <see cref="Exchange.Judgement"/>.</summary>
    public ValueTask AskAboutRequestAsync(Exchange exchange, CancellationToken cancellationToken) =>
        exchange.Model.Judge is { } judge && judge.Asks(exchange.Findings.Topics, earlier: null)
            ? AskAboutRequestAsync(exchange, judge, cancellationToken)
            : ValueTask.CompletedTask;

    /// <summary>Whether an answer, or what there is of it, is suspicious of something that was not asked about yet.</summary>
    public static bool IsOpen(Exchange exchange, Findings findings) => exchange.Model.Judge is { } judge && judge.Asks(findings.Topics, exchange.AnswerJudgement);

    /// <summary>Asks about an answer, if <see cref="IsOpen"/>; what the judge said so far is in <see cref="Exchange.AnswerJudgement"/>.</summary>
    /// <param name="json">The text as a JSON document, empty where it is not held any more.</param>
    public ValueTask AskAboutAnswerAsync(
        Exchange exchange, Findings findings, UninspectableKinds uninspectable, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        IsOpen(exchange, findings) ? AskAsync(exchange, findings, uninspectable, json, cancellationToken) : ValueTask.CompletedTask;

    public void Dispose()
    {
        foreach (var state in _states.Values)
        {
            state.Dispose();
        }
    }

    private async ValueTask AskAsync(
        Exchange exchange, Findings findings, UninspectableKinds uninspectable, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        exchange.AnswerJudgement = await AskAsync(
            exchange, exchange.Model.Judge!, findings, uninspectable, json, exchange.AnswerJudgement, cancellationToken).ConfigureAwait(false);

    private async ValueTask AskAboutRequestAsync(Exchange exchange, JudgeModel judge, CancellationToken cancellationToken)
    {
        // with the counts as they would be, so that nobody sees a text that they stop anyway
        var metered = exchange.Metered;
        await meters.ForetellAsync(exchange, cancellationToken).ConfigureAwait(false);
        exchange.Judgement = await AskAsync(
            exchange, judge, exchange.Findings, exchange.Request.Uninspectable, exchange.Body, earlier: null, cancellationToken).ConfigureAwait(false);
        exchange.Metered = metered;
    }

    private async ValueTask<Judgement> AskAsync(
        Exchange exchange, JudgeModel judge, Findings findings, UninspectableKinds uninspectable, ReadOnlyMemory<byte> json, Judgement? earlier, CancellationToken aborted)
    {
        (RedLine Line, long Score)[] questions = [.. judge.Questions(findings.Topics, earlier)];
        var maySee = MaySee(exchange, judge, findings, uninspectable);
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
                : await AskAsync(exchange, judge, line, json, aborted, either.Token).ConfigureAwait(false);
            Tally.Add(line, result);
            lines.Add(new JudgedLine(line, score, result, judge.MayClear(score)));
            wasSent |= used is not null;
            usage = usage is { } before && used is { } more ? before.Plus(more) : used ?? usage;
        }

        var took = wasSent ? time.GetElapsedTime(began) : TimeSpan.Zero;
        var judgement = new Judgement(judge.Deployment.Config.Name, judge.Model, judge.PromptHash, lines.ToImmutable(), took, usage is { } all ? UsageNote.Of(all, judge.Deployment) : null);
        return earlier is null ? judgement : earlier.With(judgement);
    }

    private async ValueTask<(JudgeResult Result, TokenUsage? Usage)> AskAsync(
        Exchange exchange, JudgeModel judge, RedLine line, ReadOnlyMemory<byte> json, CancellationToken aborted, CancellationToken deadline)
    {
        var state = StateOf(judge);
        if (await state.EnterAsync(deadline).ConfigureAwait(false) is { } none)
        {
            aborted.ThrowIfCancellationRequested();
            return (none, null);
        }

        try
        {
            var text = TellingText.Of(json.Span, line, judge.Config.TextBytes, exchange.Model.Config.Limits.Depth);
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

    /// <summary>
    /// Whether the agreement would let a request with this text go to the judge's deployment, were it not for the suspicion: label, network,
    /// assurance, orders and whatever else clauses look at. A text that is stopped anyway is shown to nobody.
    /// </summary>
    private bool MaySee(Exchange exchange, JudgeModel judge, Findings findings, UninspectableKinds uninspectable)
    {
        var deployment = judge.Deployment.AsOf(time.GetUtcNow());
        var label = findings.Label(deployment.Ceiling);
        if (label.AboveNetwork || !label.Releasable || !deployment.Facts.Approved)
        {
            return false;
        }

        var facts = FactsBuilder.For(exchange, findings, uninspectable, deployment) with { Topics = Unsuspected };
        return DecideStage.Decide(exchange, AgreementActions.Request, judge.Resource, facts, deployment.Bound) is { Kind: VerdictKind.Permit, IsContinued: false };
    }

    private JudgeState StateOf(JudgeModel judge)
    {
        var config = judge.Config;
        return _states.GetOrAdd(
            (config.Deployment, judge.Deployment.Config.Url, config.AtOnce, config.Queue, config.Failures, config.Pause),
            static (_, made) => new JudgeState(made.config, made.time, made.random), (config, time, random));
    }
}
