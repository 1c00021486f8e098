using System.Buffers;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Dialects.Translation;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Release;
using Concordat.Gateway.Upstreams;
using Concordat.Safeguards;

namespace Concordat.Gateway.Shadow;

/// <summary>Reads a candidate's answer, whole or streamed, and says of it what a comparison needs. Lets nothing out. One per answer.</summary>
internal sealed class ShadowAnswer(Exchange exchange, AnswerSummary summary, TimeProvider time)
{
    private readonly int _limit = exchange.Model.Config.Limits.AnswerBytes;
    private readonly int _depth = exchange.Model.Config.Limits.Depth;

    public async ValueTask ReadAsync(UpstreamAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Encoded || answer.Status is < 200 or >= 300)
        {
            return;
        }

        var inspection = AnswerInspection.Rent();
        try
        {
            var calls = new List<ToolCall>();
            UninspectableKinds? read = exchange.Request.Stream && answer.MediaType == "text/event-stream"
                ? await FollowAsync(answer, inspection, calls, cancellationToken).ConfigureAwait(false)
                : await ReadWholeAsync(answer, inspection, calls, cancellationToken).ConfigureAwait(false);
            if (read is { } uninspectable && calls.Count <= AnswerVerdicts.MaxCalls)
            {
                exchange.Deployment.Health.Succeeded();
                summary.IsWhole = true;
                Decide(inspection, uninspectable, calls);
            }
            else
            {
                exchange.Deployment.Health.Failed();
            }
        }
        finally
        {
            AnswerInspection.Return(inspection);
        }
    }

    private async ValueTask<UninspectableKinds?> ReadWholeAsync(
        UpstreamAnswer answer, AnswerInspection inspection, List<ToolCall> calls, CancellationToken cancellationToken)
    {
        var (buffer, length, fault) = await AnswerReader.ReadAsync(
            answer, exchange.Deployment.Config, _limit, time, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            return null;
        }

        try
        {
            var json = buffer.AsSpan(0, length);
            if (answer.MediaType != "application/json" || inspection.InspectEvent(json, _depth) is not null)
            {
                return null;
            }

            inspection.Complete();
            summary.Observe(json);
            var reading = new AnswerReading();
            exchange.Dialect.ReadAnswer(json, reading);
            calls.AddRange(reading.Calls);
            exchange.Usage = reading.Usage.TryTake(needsOutput: exchange.Dialect.Operation is not "embeddings", out var used) ? used : null;
            return reading.Contradicts ? null : reading.Uninspectable;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<UninspectableKinds?> FollowAsync(
        UpstreamAnswer answer, AnswerInspection inspection, List<ToolCall> calls, CancellationToken cancellationToken)
    {
        var reader = exchange.Dialect.OpenStream();
        using var events = new SseReader(_limit);
        using var patience = new IdleTimeout(exchange.Deployment.Config.Timeout, exchange.Deployment.Config.LongestAnswer, time, cancellationToken);
        try
        {
            while (!reader.Ended)
            {
                var room = events.Room();
                var count = events.TooLarge ? 0 : await answer.Body.ReadAsync(room, patience.Restart()).ConfigureAwait(false);
                if (count == 0)
                {
                    return null;
                }

                events.Filled(count);
                if (!Take(events, reader, inspection) || (calls.Count + reader.Ready.Count) > AnswerVerdicts.MaxCalls)
                {
                    return null;
                }

                calls.AddRange(reader.Ready);
                reader.Ready.Clear();
            }
        }
        catch (Exception fault) when (
            fault is IOException or HttpRequestException or AnswerFaultException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }

        inspection.Complete();
        exchange.Usage = reader.Usage.TryTake(needsOutput: true, out var used) ? used : null;
        return reader.Withholding ? null : reader.Uninspectable;
    }

    private bool Take(SseReader events, AnswerStreamReader reader, AnswerInspection inspection)
    {
        while (!reader.Ended && events.TryRead(out var name, out var data))
        {
            if (!data.SequenceEqual("[DONE]"u8))
            {
                if (inspection.InspectEvent(data, _depth) is not null)
                {
                    return false;
                }

                summary.Observe(data);
            }

            reader.Read(name, data);
            if (reader.Malformed)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Decides the text and each call as the release of an answer does, but settles no hold and counts nobody.</summary>
    private void Decide(AnswerInspection inspection, UninspectableKinds uninspectable, List<ToolCall> calls)
    {
        var text = FactsBuilder.OfAnswer(exchange, inspection.Findings, uninspectable, exchange.OfferedTools);
        summary.Verdict = DecideStage.Decide(exchange, AgreementActions.Answer, exchange.Route.Resource, text, exchange.Deployment.Bound).Kind;
        foreach (var call in calls)
        {
            summary.Add(call);
            var name = AnswerVerdicts.NameOf(call);
            var facts = text with { Tool = FactsBuilder.Call(exchange.Model.Tools, name, call.Arguments, exchange.OfferedTools.Offered) };
            var kind = DecideStage.Decide(exchange, AgreementActions.ToolCall, new EntityUid(EntityTypes.Tool, name), facts, exchange.Deployment.Bound).Kind;
            summary.Verdict = kind > summary.Verdict ? kind : summary.Verdict;
        }
    }
}
