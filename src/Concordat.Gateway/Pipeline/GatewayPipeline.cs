using System.Buffers;
using Concordat.Agreements;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Release;
using Concordat.Gateway.Routing;
using Concordat.Gateway.Shadow;
using Concordat.Gateway.Telemetry;
using Concordat.Gateway.Upstreams;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// The way of a request. Every step can only pass it on or end it with an error; nothing falls through.
/// <code>
/// 1 admit ── 2 read ── 3 inspect ── 4 count ── 5 decide ── 6 record ── 7 dispatch ──▶ model
///                                                └───── next deployment ◀──┘           │
/// client ◀── 8 release (inspect, decide, record, let out) ◀────────────────────────────┘
/// </code>
/// </summary>
internal sealed partial class GatewayPipeline(
    BudgetStage budgets, JudgeStage judges, DecideStage decide, CaseWait waiting, Recorder recorder, ReleaseStage release, RoutingState routing, ShadowDuty? shadows, GatewayMetrics metrics, ILogger<GatewayPipeline> logger, TimeProvider time)
{
    private const int ClientClosed = 499;

    public async Task HandleAsync(HttpContext http, AdmitStage admit, Dialect dialect)
    {
        // 1 admit
        var (exchange, refusal) = admit.Admit(http, dialect);
        if (exchange is null)
        {
            await ErrorWriter.WriteAsync(http, dialect, refusal!).ConfigureAwait(false);
            return;
        }

        try
        {
            await RunToEndAsync(exchange).ConfigureAwait(false);
        }
        finally
        {
            admit.Leave();
        }
    }

    /// <summary>Takes an admitted request through all that follows, up to the last byte of its answer or error.</summary>
    public Task RunToEndAsync(Exchange exchange) => RunToEndAsync(exchange, RunAsync);

    /// <param name="run">The way it takes: gives back its error, and the rented buffer of its body.</param>
    public async Task RunToEndAsync(Exchange exchange, Func<Exchange, ValueTask<(GatewayError? Error, byte[]? Body)>> run)
    {
        var http = exchange.Http;
        GatewayError? error;
        byte[]? body = null;
        try
        {
            (error, body) = await run(exchange).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Every other wait ends with an error of its own: only a client that has gone cancels.
            if (!exchange.HasOutcome)
            {
                await RecordQuietlyAsync(exchange, ErrorCodes.ClientClosed, ClientClosed).ConfigureAwait(false);
            }

            metrics.Ended(exchange, ClientClosed);
            return;
        }
        catch (LedgerUnavailableException fault)
        {
            error = Owe(exchange, fault, GatewayErrors.LedgerUnavailable.Code, GatewayErrors.LedgerUnavailable.Status);
        }
        catch (OversightUnavailableException)
        {
            error = await RejectAsync(exchange, GatewayErrors.StoreUnavailable).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            LogFailure(exchange.Id, fault.GetType().Name, fault);
            error = await RejectAsync(exchange, GatewayErrors.Internal).ConfigureAwait(false);
        }
        finally
        {
            BudgetStage.End(exchange);
            if (body is not null)
            {
                exchange.Body = default;
                ArrayPool<byte>.Shared.Return(body);
            }
        }

        metrics.Ended(exchange, error?.Status ?? http.Response.StatusCode);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(exchange, error).ConfigureAwait(false);
        }
    }

    private async ValueTask<(GatewayError? Error, byte[]? Body)> RunAsync(Exchange exchange)
    {
        var http = exchange.Http;

        // 2 read
        var limits = exchange.Model.Config.Limits;
        var reading = await BodyReader.ReadAsync(http.Request, limits.BodyBytes, limits.BodyTimeout, time).ConfigureAwait(false);
        if (reading.Error is { } unread)
        {
            return (await RejectAsync(exchange, unread).ConfigureAwait(false), null);
        }

        exchange.Body = reading.Buffer.AsMemory(0, reading.Length);
        exchange.BodyBytes = reading.Length;

        GatewayError? error;
        UpstreamAnswer? answer;
        var inspection = RequestInspection.Rent();
        try
        {
            (error, answer) = await DecideAndSendAsync(exchange, inspection, http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            // The answer may take minutes, and needs none of it.
            exchange.Findings = null!;
            RequestInspection.Return(inspection);
        }

        if (answer is not null)
        {
            var copy = shadows?.Sample(exchange, routing.For(exchange));
            try
            {
                await using (answer.ConfigureAwait(false))
                {
                    // 8 release
                    error = await release.ReleaseAsync(exchange, answer, http.RequestAborted).ConfigureAwait(false);
                }
            }
            finally
            {
                copy?.Go();
            }
        }

        // After an exception the buffer may still be read by a request that is being torn down: then it is left to the collector.
        return (error, reading.Buffer);
    }

    private ValueTask<SettledVerdict> SettleAsync(
        Exchange exchange, DeploymentModel deployment, Verdict verdict, Facts facts, CancellationToken aborted) => verdict is { Kind: VerdictKind.Permit, IsContinued: false }
        ? ValueTask.FromResult(new SettledVerdict(verdict, null))
        : SettleHeldAsync(exchange, deployment, verdict, facts, aborted);

    private async ValueTask<SettledVerdict> SettleHeldAsync(
        Exchange exchange, DeploymentModel deployment, Verdict verdict, Facts facts, CancellationToken aborted)
    {
        var mayRelease = exchange.Cases.Count == 0 || RequestVerdicts.HoldsOneThing(exchange, deployment);
        while (true)
        {
            var settled = await decide.SettleRequestAsync(exchange, verdict, facts, mayRelease, aborted).ConfigureAwait(false);
            if (await decide.UseAsync(exchange).ConfigureAwait(false))
            {
                return settled;
            }
        }
    }

    /// <summary>Takes a request to the model.</summary>
    private async ValueTask<(GatewayError? Error, UpstreamAnswer? Answer)> DecideAndSendAsync(
        Exchange exchange, RequestInspection inspection, CancellationToken aborted)
    {
        // 3 inspect; what it may use is reserved before anybody is counted in
        if ((InspectStage.Inspect(exchange, inspection) ?? await exchange.TakePartAsync(exchange.Route.Name, aborted).ConfigureAwait(false) ?? await budgets.ReserveAsync(exchange, aborted).ConfigureAwait(false)) is { } error)
        {
            return (await RejectAsync(exchange, error).ConfigureAwait(false), null);
        }

        // 4 count, with what a judge says where a suspicion is only possible
        await judges.AskAboutRequestAsync(exchange, aborted).ConfigureAwait(false);
        await decide.Meters.CountRequestAsync(exchange, aborted).ConfigureAwait(false);

        var (refused, failed) = ((GatewayError?)null, (GatewayError?)null);
        exchange.TakeOrders();
        var (table, walk) = (routing.For(exchange), new RouteWalk(exchange.Conversation));
        while (routing.Next(table, ref walk) is { } candidate)
        {
            exchange.IsAtHome = walk.IsAtHome;
            var deployment = candidate.AsOf(time.GetUtcNow());

            // 5 decide
            var (verdict, facts) = RequestVerdicts.Decide(exchange, deployment);
            var settled = await SettleAsync(exchange, deployment, verdict, facts, aborted).ConfigureAwait(false);

            // 6 record
            exchange.Deployment = deployment;
            await recorder.RecordDecisionAsync(exchange, facts, settled, exchange.Until(aborted)).ConfigureAwait(false);
            if (await waiting.IsGrantedAsync(exchange, settled, aborted).ConfigureAwait(false))
            {
                await decide.Meters.CountGrantedAsync(exchange, aborted).ConfigureAwait(false);
                exchange.TakeOrders();
                exchange.Deployment = deployment = candidate.AsOf(time.GetUtcNow());
                (verdict, facts) = RequestVerdicts.Decide(exchange, deployment);
                settled = await SettleAsync(exchange, deployment, verdict, facts, aborted).ConfigureAwait(false);
                await recorder.RecordDecisionAsync(exchange, facts, settled, exchange.Until(aborted)).ConfigureAwait(false);
            }

            if (settled.Verdict.Kind != VerdictKind.Permit)
            {
                refused ??= GatewayErrors.OfVerdict(settled, exchange.Case);
                continue;
            }

            exchange.DecisionEntry = exchange.Entry;

            // 7 dispatch
            var sent = await SendAsync(exchange, deployment, aborted).ConfigureAwait(false);
            if (sent.Answer is { } answer)
            {
                return (null, answer);
            }

            failed = await RejectAsync(exchange, sent.Error!).ConfigureAwait(false);
            if (!sent.TryNext)
            {
                break;
            }
        }

        failed ??= refused is null ? await RejectAsync(exchange, UpstreamErrors.NoDeployment(exchange.Route.Name)).ConfigureAwait(false) : null;
        return (failed is null ? refused : await GiveBackAsync(exchange, failed).ConfigureAwait(false), null);
    }

    private async ValueTask<DispatchResult> SendAsync(Exchange exchange, DeploymentModel deployment, CancellationToken aborted)
    {
        if (exchange.MayHaveUsed && await budgets.ReserveAgainAsync(exchange, aborted).ConfigureAwait(false) is { } spent)
        {
            return new DispatchResult(spent, tryNext: false);
        }

        exchange.MayHaveUsed = true; // until it is known, whatever ends the wait
        var sent = await DispatchStage.SendAsync(exchange, deployment, aborted).ConfigureAwait(false);
        exchange.MayHaveUsed = sent.MayHaveUsed;
        return sent;
    }

    /// <summary>A model that was asked in vain has had no effect, so the ruling can be used again; where the vendor runs tools, it may have.</summary>
    private ValueTask<GatewayError> GiveBackAsync(Exchange exchange, GatewayError failed) => decide.GiveBackAsync(exchange, failed);

    /// <summary>Records why the request of a valid key came to nothing, and gives the error back.</summary>
    public async ValueTask<GatewayError> RejectAsync(Exchange exchange, GatewayError error)
    {
        try
        {
            await recorder.RecordRejectionAsync(exchange, error.Code, error.Status, CancellationToken.None).ConfigureAwait(false);
            return error;
        }
        catch (LedgerUnavailableException fault)
        {
            return Owe(exchange, fault, error.Code, error.Status);
        }
    }

    private GatewayError Owe(Exchange exchange, LedgerUnavailableException fault, string code, int status)
    {
        if (!recorder.Owe(exchange, fault, code, status))
        {
            LogUnrecorded(exchange.Id, code);
        }

        return GatewayErrors.LedgerUnavailable;
    }

    private async ValueTask RecordQuietlyAsync(Exchange exchange, string code, int status)
    {
        try
        {
            await recorder.RecordRejectionAsync(exchange, code, status, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException fault)
        {
            Owe(exchange, fault, code, status);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "request {Request} failed inside the gateway with {Fault} and was refused")]
    private partial void LogFailure(Guid request, string fault, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "request {Request} ended with {Code}, which could not be recorded")]
    private partial void LogUnrecorded(Guid request, string code);
}
