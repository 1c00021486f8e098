using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Judging;

/// <summary>
/// Asks the judge about what is only possible, between inspecting and deciding. Whatever it does, there is a judgement: where it gave no answer the
/// suspicion stays as it was, and why is recorded. It never refuses and never ends a request. Thread-safe.
/// </summary>
internal sealed class JudgeStage(MeterStage meters, TimeProvider time, Random random) : IDisposable
{
    private static readonly TopicFacts Unsuspected = new(0, 0, 0, 0, 0, 0);

    private readonly JudgeClient _client = new(time, random);

    public JudgeTally Tally => _client.Tally;

    /// <summary>Whether the judge is left alone because it fails; null where there is none.</summary>
    public bool? IsShut(GatewayModel? model) => model?.Judge is { } judge ? _client.IsShut(judge) : null;

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

    public void Dispose() => _client.Dispose();

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

    private ValueTask<Judgement> AskAsync(
        Exchange exchange, JudgeModel judge, Findings findings, UninspectableKinds uninspectable, ReadOnlyMemory<byte> json, Judgement? earlier, CancellationToken aborted) =>
        _client.AskAsync(judge, findings.Topics, MaySee(exchange, judge, findings, uninspectable), json, exchange.Model.Config.Limits.Depth, earlier, aborted);

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
}
