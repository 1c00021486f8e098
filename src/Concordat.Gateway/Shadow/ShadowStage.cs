using Concordat.Agreements;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Rulings;
using Concordat.Safeguards;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Shadow;

/// <summary>
/// Takes one copy to its candidate: inspected, decided for that candidate and recorded like any request, its answer inspected, decided and compared,
/// then thrown away. Opens no case, counts nobody, uses up no grant, runs no tool; tokens and cost count into budgets. Thread-safe.
/// </summary>
internal sealed class ShadowStage(BudgetStage budgets, Commitments commitments, Recorder recorder, OrderWatch orders, RulingWatch rulings, TimeProvider time)
{
    public ShadowTally Tally { get; } = new();

    /// <returns>What became of it: <c>agreed</c>, <c>differed</c>, <c>failed</c> or <c>refused</c>.</returns>
    public async ValueTask<string> RunAsync(ShadowCopy copy, CancellationToken cancellationToken)
    {
        // 1 open: by the orders and rulings of now, not by those that the request went by
        var exchange = Open(copy);
        try
        {
            return await RunAsync(exchange, copy, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            BudgetStage.End(exchange);
        }
    }

    private async ValueTask<string> RunAsync(Exchange exchange, ShadowCopy copy, CancellationToken cancellationToken)
    {
        var inspection = RequestInspection.Rent();
        try
        {
            // 2 inspect, 3 decide
            if (orders.Fault is not null || InspectStage.Inspect(exchange, inspection) is not null)
            {
                return "refused";
            }

            exchange.Cases.Clear();
            exchange.Deployment = copy.Candidate.AsOf(time.GetUtcNow());
            var (verdict, facts) = RequestVerdicts.Decide(exchange, exchange.Deployment);

            // 4 record
            await recorder.RecordShadowAsync(exchange, facts, verdict, cancellationToken).ConfigureAwait(false);
            exchange.DecisionEntry = exchange.Entry;
            if (verdict.Kind != VerdictKind.Permit || verdict.IsContinued || await budgets.ReserveCopyAsync(exchange, cancellationToken).ConfigureAwait(false) is not null)
            {
                return "refused";
            }
        }
        finally
        {
            exchange.Findings = null!;
            RequestInspection.Return(inspection);
        }

        // 5 send, 6 read and decide
        exchange.MayHaveUsed = true; // until it is known, whatever ends the wait
        var sent = await DispatchStage.SendAsync(exchange, exchange.Deployment, cancellationToken).ConfigureAwait(false);
        exchange.MayHaveUsed = sent.MayHaveUsed;
        var summary = new AnswerSummary { FirstByte = exchange.FirstByte };
        if (sent.Answer is { } answer)
        {
            await using (answer.ConfigureAwait(false))
            {
                await new ShadowAnswer(exchange, summary, time).ReadAsync(answer, cancellationToken).ConfigureAwait(false);
            }
        }

        // 7 compare and record
        var comparison = ShadowComparison.Of(summary, exchange.Usage, exchange.Deployment, copy.Answer, copy.Of.Usage, copy.Primary);
        await recorder.RecordComparisonAsync(exchange, copy, comparison, sent.Error?.Code, cancellationToken).ConfigureAwait(false);
        return !comparison.Answered ? "failed" : comparison.Agrees ? "agreed" : "differed";
    }

    private Exchange Open(ShadowCopy copy)
    {
        var http = new DefaultHttpContext();
        foreach (var (name, value) in copy.Headers)
        {
            http.Request.Headers[name] = value;
        }

        var now = time.GetUtcNow();
        var exchange = new Exchange(http, copy.Of.Dialect, copy.Of.Model, copy.Of.Key, ExchangeId.Next(now), now)
        {
            UseCase = copy.Of.UseCase,
            Orders = orders.Current,
            Rulings = rulings.Current,
            Metered = copy.Of.Metered,
            Body = copy.Body,
            BodyBytes = copy.Body.Length,
        };
        commitments.Salt(exchange.Id, exchange.Salt);
        return exchange;
    }
}
