using System.Collections.Frozen;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Oversight.Readiness;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Mcp;

/// <summary>
/// The way of one call of a tool. Its arguments are inspected, decided and recorded before the server sees them, and its result before
/// the client does. A refusal or a hold comes back as the tool's error, in words.
/// <code>
/// 1 find ── 2 inspect ── 3 decide ── 4 record ── 5 dispatch ──▶ server
/// client ◀── 9 release ── 8 record ── 7 decide ── 6 inspect ◀──────┘
/// </code>
/// </summary>
internal sealed class McpCallStage(JudgeStage judges, DecideStage decide, Recorder recorder, CaseWait waiting)
{
    /// <summary>How long a client that comes back from the page of its case waits there for the people.</summary>
    private static readonly TimeSpan ReturnWait = TimeSpan.FromSeconds(25);

    /// <returns>An error of the request; null where the answer has been written.</returns>
    public async ValueTask<GatewayError?> RunAsync(McpClient client, RequestInspection inspection, CancellationToken cancellationToken)
    {
        var exchange = client.Exchange;
        if (RequestHeaders.Apply(exchange) is { } headerFault)
        {
            return headerFault;
        }

        var (call, fault) = McpCall.Read(client.Message, exchange);
        if (call is null)
        {
            return fault;
        }

        // 1 find
        exchange.Cases.Clear();
        exchange.Cases.AddRange(call.Cases);
        var (server, tool, missing) = await FindAsync(exchange, call, cancellationToken).ConfigureAwait(false);
        if (tool is null)
        {
            if (missing!.Code == ErrorCodes.ToolNotFound)
            {
                return missing;
            }

            await EndAsync(client, missing).ConfigureAwait(false);
            return null;
        }

        // 2 inspect
        if (McpHeaderCheck.Fault(client, tool, call) is { } mismatch)
        {
            return mismatch;
        }

        exchange.Body = call.ToBody();
        if ((Inspect(exchange, inspection) ?? await exchange.TakePartAsync(ReadinessStep.AnyModel, cancellationToken).ConfigureAwait(false)) is { } unfit)
        {
            return unfit;
        }

        await GoAsync(client, server, tool, call, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async ValueTask GoAsync(McpClient client, McpServerModel server, McpTool found, McpCall call, CancellationToken cancellationToken)
    {
        var exchange = client.Exchange;
        McpTool? tool = found;
        GatewayError? missing = null;
        SettledVerdict? stopped = null;
        if (call.Returns && !call.Declined)
        {
            foreach (var id in exchange.Cases)
            {
                await waiting.UntilDecidedAsync(id.Value, ReturnWait, cancellationToken).ConfigureAwait(false);
            }

            (_, tool, missing) = await FindAsync(exchange, call, cancellationToken, waited: true).ConfigureAwait(false);
        }

        // 3 decide, 4 record
        if (tool is { } known)
        {
            (tool, stopped, missing) = await AskAsync(exchange, server, known, call, cancellationToken).ConfigureAwait(false);
        }

        if (tool is null)
        {
            await EndAsync(client, missing!).ConfigureAwait(false);
        }
        else if (stopped is { } verdict)
        {
            await McpHold.WriteAsync(client, call, verdict).ConfigureAwait(false);
        }
        else
        {
            await SendAsync(client, server, tool, call, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <param name="waited">Whether people were waited for: then the server is asked again, since what they accepted may have changed meanwhile.</param>
    private static async ValueTask<(McpServerModel Server, McpTool? Tool, GatewayError? Error)> FindAsync(
        Exchange exchange, McpCall call, CancellationToken cancellationToken, bool waited = false)
    {
        if (exchange.Model.Mcp.Find(exchange.UseCase.Id, call.Name) is not var (server, name))
        {
            return (null!, null, McpErrors.UnknownTool(call.Name));
        }

        try
        {
            var tools = await server.Catalog.ToolsAsync(waited || IsGrave(exchange, call.Name), cancellationToken).ConfigureAwait(false);
            return tools.TryGetValue(name, out var tool) ? (server, tool, null) : (server, null, McpErrors.UnknownTool(call.Name));
        }
        catch (McpException away)
        {
            return (server, null, away.Error);
        }
    }

    private async ValueTask SendAsync(McpClient client, McpServerModel server, McpTool tool, McpCall call, CancellationToken cancellationToken)
    {
        var exchange = client.Exchange;

        // 5 dispatch
        exchange.DecisionEntry = exchange.Entry;
        var answer = new McpAnswer(client);
        McpReply reply;
        try
        {
            reply = await server.Upstream.AskAsync(exchange.UseCase.Id, Ask(client, tool, call, answer), cancellationToken).ConfigureAwait(false);
        }
        catch (McpException away)
        {
            // A ruling that let out a call which never reached the server can be used again; a grant of an act stays used.
            var (used, returned) = (exchange.Uses.Count > 0, exchange.Uses.Count > 0 && away.NeverSent && await decide.ReturnAsync(exchange, CancellationToken.None).ConfigureAwait(false));
            await EndAsync(client, away.Error, answer, used, returned).ConfigureAwait(false);
            return;
        }

        await ReleaseAsync(client, answer, server, reply, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsGrave(Exchange exchange, string name) =>
        !exchange.Model.Tools.TryGetEffect(name, out var effect) || effect is not ("none" or "reversible");

    /// <summary>Labels that headers declare can only raise what was found.</summary>
    private static GatewayError? Inspect(Exchange exchange, RequestInspection inspection)
    {
        if (inspection.InspectJson(exchange.Body.Span, exchange.Model.Config.Limits.Depth) is { } malformed)
        {
            return GatewayErrors.Malformed(malformed);
        }

        if (RequestHeaders.ReadLabel(exchange.Http.Request, out var label) is { } labelFault)
        {
            return labelFault;
        }

        if (label is not null)
        {
            inspection.InspectText(System.Text.Encoding.UTF8.GetBytes(label));
        }

        exchange.Findings = inspection.Findings;
        return RequestHeaders.ReadBinding(exchange, inspection);
    }

    /// <summary>Decides what the client sends, where the agreement has something against it, and then the call itself; each has its entry.</summary>
    /// <returns>The tool as it is defined now, and why the call does not go, where it does not; no tool, and an error, where the server could not be asked again after people were waited for.</returns>
    private async ValueTask<(McpTool? Tool, SettledVerdict? Stopped, GatewayError? Error)> AskAsync(
        Exchange exchange, McpServerModel server, McpTool tool, McpCall call, CancellationToken cancellationToken)
    {
        exchange.TakeOrders();
        exchange.Route = server.Route;
        exchange.Deployment = server.Deployment;
        exchange.PassesGrant = server.Config.Grants;
        (exchange.Request.Model, exchange.Request.ModelLength) = (server.Config.Name, 1);
        var called = FactsOf(exchange, tool, call);
        await judges.AskAboutRequestAsync(exchange, cancellationToken).ConfigureAwait(false);
        await decide.Meters.CountCallAsync(exchange, called.Effect, cancellationToken).ConfigureAwait(false);
        await decide.Meters.CountAsync(
            exchange, exchange.Findings.CountedPersons, isBroad: false,
            () => MeterStage.LetsOut(exchange, DecideSent(exchange).Verdict.Kind) && MeterStage.LetsOut(exchange, DecideCall(exchange, called).Verdict.Kind),
            cancellationToken).ConfigureAwait(false);
        var act = await SettleAsync(exchange, called, tool, call, cancellationToken).ConfigureAwait(false);
        if (await waiting.IsGrantedAsync(exchange, act, cancellationToken).ConfigureAwait(false))
        {
            var (_, again, missing) = await FindAsync(exchange, call, cancellationToken, waited: true).ConfigureAwait(false);
            if (again is null)
            {
                return (null, null, missing);
            }

            tool = again;
            await decide.Meters.CountGrantedAsync(exchange, cancellationToken).ConfigureAwait(false);
            exchange.TakeOrders();
            act = await SettleAsync(exchange, FactsOf(exchange, tool, call), tool, call, cancellationToken).ConfigureAwait(false);
        }

        return (tool, act.Verdict.Kind == VerdictKind.Permit ? null : act, null);
    }

    /// <summary>What the call does, as far as somebody accepted the definition that the tool has now.</summary>
    private static ToolFacts FactsOf(Exchange exchange, McpTool tool, McpCall call)
    {
        exchange.Model.Tools.TryGetEffect(call.Name, call.Arguments, out var effect);
        var isRegistered = exchange.Model.Tools.IsAccepted(call.Name, tool.Hash);
        var known = isRegistered ? effect : Model.ToolRegistry.Unknown;
        exchange.OfferedTools = new ToolFacts("", "none", Registered: false, Authorized: false, new[] { known }.ToFrozenSet(StringComparer.Ordinal));
        return new ToolFacts(call.Name, known, isRegistered, Authorized: false, exchange.OfferedTools.Offered);
    }

    /// <summary>Settles what is sent and the call, and uses the grants of both at once, where both may go.</summary>
    /// <returns>The verdict on the first of the two that may not go, or on the call.</returns>
    private async ValueTask<SettledVerdict> SettleAsync(Exchange exchange, ToolFacts called, McpTool tool, McpCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            exchange.Grant = default;
            var (sent, sentFacts) = DecideSent(exchange);
            var first = await decide.SettleRequestAsync(exchange, sent, sentFacts, mayRelease: true, cancellationToken).ConfigureAwait(false);
            if (first.Verdict.Kind != VerdictKind.Permit)
            {
                await recorder.RecordDecisionAsync(exchange, sentFacts, first, exchange.Until(cancellationToken)).ConfigureAwait(false);
                return first;
            }

            var (verdict, facts) = DecideCall(exchange, called);
            var act = await decide.SettleAnswerAsync(
                exchange, verdict, facts, new ToolCall(call.Name, call.Arguments) { Schema = tool.Hash }, default, cancellationToken).ConfigureAwait(false);
            var goes = act.Verdict.Kind == VerdictKind.Permit;
            if (goes && !await decide.UseAsync(exchange).ConfigureAwait(false))
            {
                continue; // somebody was faster: settled anew, it is held
            }

            if (sent.Kind != VerdictKind.Permit || sent.IsContinued)
            {
                first = goes ? first : first.Unused();
                await recorder.RecordDecisionAsync(exchange, sentFacts, first, exchange.Until(cancellationToken)).ConfigureAwait(false);
            }

            exchange.Granted.Clear();
            await recorder.RecordDecisionAsync(exchange, facts, act, exchange.Until(cancellationToken)).ConfigureAwait(false);
            return act;
        }
    }

    private static (Verdict Verdict, Facts Facts) DecideSent(Exchange exchange)
    {
        var facts = FactsBuilder.OfRequest(exchange, exchange.Deployment);
        return DecideStage.Decide(exchange, AgreementActions.Request, exchange.Route.Resource, facts, exchange.Deployment.Bound, exchange.Judgement);
    }

    private static (Verdict Verdict, Facts Facts) DecideCall(Exchange exchange, ToolFacts called)
    {
        var facts = FactsBuilder.OfRequest(exchange, exchange.Deployment) with { Tool = called };
        return DecideStage.Decide(exchange, AgreementActions.ToolCall, new Cedar.EntityUid(EntityTypes.Tool, called.Name), facts, exchange.Deployment.Bound, exchange.Judgement);
    }

    private static McpAsk Ask(McpClient client, McpTool tool, McpCall call, McpAnswer answer)
    {
        using var arguments = JsonDocument.Parse(call.Arguments, McpMessage.Reading);
        byte[] parameters = [.. "\"name\":\""u8, .. JsonEncodedText.Encode(tool.Name).EncodedUtf8Bytes, .. "\",\"arguments\":"u8, .. call.Arguments];
        return new McpAsk("tools/call", parameters)
        {
            Name = tool.Name,
            Grant = client.Exchange.Grant,
            MayRepeat = client.Exchange.Model.Tools.TryGetEffect(call.Name, call.Arguments, out var effect) && effect is "none",
            Headers = [.. tool.Headers
                .Select(header => (header.Header, Value: header.ValueOf(arguments.RootElement)))
                .Where(header => header.Value is not null)
                .Select(header => (header.Header, McpHeaderParameter.Encode(header.Value!)))],
            Progress = client.Message.ProgressToken.Length > 0 ? answer.ProgressAsync : null,
        };
    }

    private async ValueTask ReleaseAsync(McpClient client, McpAnswer answer, McpServerModel server, McpReply reply, CancellationToken cancellationToken)
    {
        var exchange = client.Exchange;

        // 6 inspect
        var result = McpResult.Of(reply);
        if (result.Fault is { } fault)
        {
            await EndAsync(client, McpFaults.Malformed(server.Config.Name, fault), answer).ConfigureAwait(false);
            return;
        }

        // 7 decide
        byte[] whole = [.. "{"u8, .. result.Members, .. "}"u8];
        if (await McpJudged.OfAsync(exchange, judges, decide, whole, result.Uninspectable, cancellationToken).ConfigureAwait(false) is not { } judged)
        {
            await EndAsync(client, McpFaults.Malformed(server.Config.Name, "it is not sound JSON"), answer).ConfigureAwait(false);
            return;
        }

        // 8 record
        var verdicts = judged.Verdicts;
        var commitment = new byte[Commitments.Size];
        Commitments.Commit(exchange.Salt, CommitmentKind.Answer, judged.Whole.Span, commitment);
        await recorder.RecordOutcomeAsync(
            exchange,
            new Outcome(verdicts.Facts, verdicts.Worst!, status: 200) { Answer = commitment, Content = judged.Whole, Mask = judged.Mask, Case = verdicts.Case, Release = verdicts.Release },
            CancellationToken.None).ConfigureAwait(false);

        // 9 release
        if (verdicts.Worst!.Kind == VerdictKind.Permit)
        {
            await answer.ResultAsync(judged.Members).ConfigureAwait(false);
            return;
        }

        var error = GatewayErrors.OfVerdict(new SettledVerdict(verdicts.Worst, verdicts.Case, verdicts.Release), exchange.Case);
        await answer.ToolErrorAsync(error with { Message = $"the tool has run, and its result is withheld: {error.Message}; calling it again runs it again" }).ConfigureAwait(false);
    }

    /// <summary>Records why a call came to nothing, and tells the client.</summary>
    private async ValueTask EndAsync(McpClient client, GatewayError error, McpAnswer? answer = null, bool? used = null, bool returned = false)
    {
        var exchange = client.Exchange;
        await recorder.RecordRejectionAsync(exchange, error.Code, error.Status, CancellationToken.None).ConfigureAwait(false);
        if ((used ?? exchange.Uses.Count > 0) && exchange.DecisionEntry >= 0)
        {
            error = error with { Message = $"{error.Message}; case {exchange.Case} {(returned ? "was not used up" : "is used up")}" };
        }

        await (answer ?? new McpAnswer(client)).ToolErrorAsync(error).ConfigureAwait(false);
    }
}
