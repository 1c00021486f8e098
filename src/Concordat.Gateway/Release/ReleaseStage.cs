using System.Buffers;
using Concordat.Agreements;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Upstreams;
using Concordat.Safeguards;
using Concordat.Safeguards.Masking;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Release;

/// <summary>
/// Lets an answer out: inspected, decided and recorded first, whole or event by event. Returns the error that the client gets
/// instead, when nothing has been released yet.
/// </summary>
internal sealed class ReleaseStage(DecideStage decide, JudgeStage judges, CaseWait waiting, Recorder recorder, TimeProvider time)
{
    public async ValueTask<GatewayError?> ReleaseAsync(Exchange exchange, UpstreamAnswer answer, CancellationToken cancellationToken)
    {
        var deployment = exchange.Deployment.Facts.Name;
        if (answer.Encoded)
        {
            return await FailAsync(exchange, UpstreamErrors.Malformed(deployment, "it is compressed")).ConfigureAwait(false);
        }

        var inspection = AnswerInspection.Rent();
        try
        {
            if (answer.Status is >= 200 and < 300 && exchange.Request.Stream && answer.MediaType == "text/event-stream")
            {
                using var stream = new StreamRelease(exchange, decide, judges, waiting, recorder, inspection, time);
                return await stream.RunAsync(answer, cancellationToken).ConfigureAwait(false);
            }

            return await ReleaseWholeAsync(exchange, answer, inspection, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            AnswerInspection.Return(inspection);
        }
    }

    private async ValueTask<GatewayError?> ReleaseWholeAsync(
        Exchange exchange, UpstreamAnswer answer, AnswerInspection inspection, CancellationToken cancellationToken)
    {
        // 1 read
        var (buffer, length, fault) = await AnswerReader.ReadAsync(
            answer, exchange.Deployment.Config, exchange.Model.Config.Limits.AnswerBytes, time, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            return await FailAsync(exchange, fault).ConfigureAwait(false);
        }

        try
        {
            // 2 inspect
            var json = buffer.AsMemory(0, length);
            var reading = new AnswerReading();
            if (Inspect(exchange, answer, json.Span, inspection, reading) is { } unreadable)
            {
                return await FailAsync(exchange, unreadable).ConfigureAwait(false);
            }

            NoteAnswer(exchange, answer, reading, json.Span);
            await judges.AskAboutAnswerAsync(exchange, inspection.Findings, reading.Uninspectable, json, cancellationToken).ConfigureAwait(false);

            // 3 decide
            var (verdicts, mask, output) = await SettleAsync(exchange, answer, inspection, json, reading, cancellationToken).ConfigureAwait(false);

            // 4 record
            var released = verdicts.Worst!.Kind == VerdictKind.Permit;
            var commitment = new byte[Commitments.Size];
            Commitments.Commit(exchange.Salt, CommitmentKind.Answer, output.Span, commitment);
            await recorder.RecordOutcomeAsync(
                exchange,
                new Outcome(verdicts.Facts, verdicts.Worst, released ? answer.Status : StatusCodes.Status403Forbidden)
                {
                    Answer = commitment,
                    Content = output,
                    Mask = mask,
                    Calls = verdicts.Calls,
                    Case = verdicts.Case,
                    Release = verdicts.Release,
                },
                CancellationToken.None).ConfigureAwait(false);
            exchange.Spending?.Charge(exchange.Usage ?? default, exchange.Deployment.Config.Price);

            // 5 release
            if (!released)
            {
                var error = GatewayErrors.OfVerdict(new SettledVerdict(verdicts.Worst, verdicts.Case, verdicts.Release), exchange.Case);
                return verdicts.Worst.Kind == VerdictKind.Hold ? await decide.GiveBackAsync(exchange, error).ConfigureAwait(false) : error;
            }

            await WriteAsync(exchange, answer.Status, output).ConfigureAwait(false);
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void NoteAnswer(Exchange exchange, UpstreamAnswer answer, AnswerReading reading, ReadOnlySpan<byte> json)
    {
        exchange.Deployment.Health.Succeeded();
        exchange.Answer?.Observe(json);
        exchange.Usage = UsageOf(exchange, answer, reading, json.Length);
        exchange.MayHaveUsed &= exchange.Usage is not null; // an error of the upstream used nothing
    }

    /// <summary>What an answer used; null for an error of the upstream.</summary>
    private static TokenUsage? UsageOf(Exchange exchange, UpstreamAnswer answer, AnswerReading reading, int length) =>
        answer.Status is < 200 or >= 300 ? null
        : reading.Usage.TryTake(needsOutput: exchange.Dialect.Operation is not "embeddings", out var usage) ? usage
        : TokenUsage.Estimate(exchange.BodyBytes, exchange.Dialect.Operation is "embeddings" ? 0 : length);

    /// <summary>Decides on the answer, again once people who were waited for have granted it, and uses up the grants by which all of it goes.</summary>
    private async ValueTask<(AnswerVerdicts Verdicts, MaskNote? Mask, ReadOnlyMemory<byte> Output)> SettleAsync(
        Exchange exchange, UpstreamAnswer answer, AnswerInspection inspection, ReadOnlyMemory<byte> json, AnswerReading reading, CancellationToken cancellationToken)
    {
        var judged = await JudgeAsync(exchange, answer, inspection, json, reading, cancellationToken).ConfigureAwait(false);
        if (await waiting.IsGrantedAsync(exchange, new SettledVerdict(judged.Verdicts.Worst!, judged.Verdicts.Case), cancellationToken).ConfigureAwait(false))
        {
            exchange.TakeOrders(); // what took effect while people were waited for
            judged = await JudgeAsync(exchange, answer, inspection, json, reading, cancellationToken).ConfigureAwait(false);
        }

        await judged.Verdicts.UseAsync(cancellationToken).ConfigureAwait(false);
        if (judged.Mask is not null && judged.Verdicts.Worst!.Kind != VerdictKind.Permit)
        {
            exchange.Masked = 0; // it does not go: nothing is masked
            return (judged.Verdicts, null, json);
        }

        return judged;
    }

    /// <summary>Decides on the answer; where a clause asks that persons be masked, on the masked one.</summary>
    /// <returns>The verdicts, what was masked, and the answer that they are about.</returns>
    private async ValueTask<(AnswerVerdicts Verdicts, MaskNote? Mask, ReadOnlyMemory<byte> Output)> JudgeAsync(
        Exchange exchange, UpstreamAnswer answer, AnswerInspection inspection, ReadOnlyMemory<byte> json, AnswerReading reading, CancellationToken cancellationToken)
    {
        exchange.Granted.Clear();
        var verdicts = await DecideAsync(exchange, inspection, json, reading, cancellationToken).ConfigureAwait(false);
        (GrantUse Use, DateTimeOffset Until)[] granted = [.. exchange.Granted];
        if (verdicts.AwaitsMask && await MaskAsync(exchange, answer, json, cancellationToken).ConfigureAwait(false) is var (masked, again))
        {
            if (again.Worst!.Kind != VerdictKind.Permit)
            {
                return (again, null, json);
            }

            again.Report(verdicts.Facts);
            exchange.Masked = masked.Persons.Length;
            return (again, new MaskNote(verdicts.Worst!, masked.Persons), masked.Payloads[0]);
        }

        exchange.Granted.Clear(); // those that the masked answer found are not its own
        exchange.Granted.AddRange(granted);
        await verdicts.SettleAsync(cancellationToken).ConfigureAwait(false);
        return (verdicts, null, json);
    }

    private async ValueTask<AnswerVerdicts> DecideAsync(
        Exchange exchange, AnswerInspection inspection, ReadOnlyMemory<byte> json, AnswerReading reading, CancellationToken cancellationToken)
    {
        var verdicts = new AnswerVerdicts(exchange, inspection, decide) { Answer = json };
        await verdicts.DecideTextAsync(reading.Uninspectable, cancellationToken).ConfigureAwait(false);
        foreach (var call in reading.Calls)
        {
            await verdicts.DecideCallAsync(call, cancellationToken).ConfigureAwait(false);
        }

        return verdicts;
    }

    /// <summary>
    /// Masks a whole answer, and decides on the result as on any answer: what was not taken out is found again. Null when it cannot be masked.
    /// </summary>
    private async ValueTask<(MaskedAnswer Masked, AnswerVerdicts Verdicts)?> MaskAsync(
        Exchange exchange, UpstreamAnswer answer, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        if (AnswerMask.Of([json], exchange.Model.Config.Limits.Depth, Placeholders.Highest(exchange.Body.Span)) is not { } masked)
        {
            return null;
        }

        var inspection = AnswerInspection.Rent();
        try
        {
            var reading = new AnswerReading();
            if (Inspect(exchange, answer, masked.Payloads[0], inspection, reading) is not null)
            {
                return null;
            }

            exchange.Granted.Clear(); // what the unmasked one found, the masked one finds again
            var verdicts = await DecideAsync(exchange, inspection, masked.Payloads[0], reading, cancellationToken).ConfigureAwait(false);
            return verdicts.AwaitsMask ? null : (masked, verdicts);
        }
        finally
        {
            AnswerInspection.Return(inspection);
        }
    }

    /// <summary>Reads the answer strictly; the error says why it cannot be decided.</summary>
    private static GatewayError? Inspect(
        Exchange exchange, UpstreamAnswer answer, ReadOnlySpan<byte> json, AnswerInspection inspection, AnswerReading reading)
    {
        var deployment = exchange.Deployment.Facts.Name;
        if (answer.MediaType != "application/json" || inspection.InspectEvent(json, exchange.Model.Config.Limits.Depth) is not null)
        {
            return answer.Status is >= 200 and < 300
                ? UpstreamErrors.Malformed(deployment, "it is not sound JSON")
                : UpstreamErrors.Failed(deployment, answer.Status);
        }

        inspection.Complete();
        exchange.Dialect.ReadAnswer(json, reading);
        return reading.Contradicts ? UpstreamErrors.Malformed(deployment, "it contradicts itself")
            : reading.Calls.Count > AnswerVerdicts.MaxCalls ? UpstreamErrors.TooManyCalls(deployment, AnswerVerdicts.MaxCalls)
            : null;
    }

    private async ValueTask<GatewayError> FailAsync(Exchange exchange, GatewayError error)
    {
        exchange.Deployment.Health.Failed();
        await recorder.RecordRejectionAsync(exchange, error.Code, error.Status, CancellationToken.None).ConfigureAwait(false);
        return error;
    }

    private static ValueTask WriteAsync(Exchange exchange, int status, ReadOnlyMemory<byte> json)
    {
        var response = exchange.Http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        ResponseHeaders.Write(exchange, "permit", exchange.Case);
        response.BodyWriter.Write(json.Span);
        return AsyncFlush.FlushAsync(response.BodyWriter, exchange.Http.RequestAborted);
    }
}
