using System.Buffers;
using Concordat.Agreements;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Dialects.Translation;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Upstreams;
using Concordat.Safeguards;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Release;

/// <summary>
/// Lets a streamed answer out event by event. An event leaves when nothing in it can become part of a finding any more, when no tool
/// call is open, and when the verdict so far is a permit that waits for no grant to be used; the last event leaves only after the outcome is durable.
/// Until something visible may leave, no status has been sent, so a refusal is then an ordinary 403.
/// </summary>
internal sealed class StreamRelease : IDisposable
{
    private readonly Exchange _exchange;
    private readonly DecideStage _decide;
    private readonly JudgeStage _judges;
    private readonly CaseWait _waiting;
    private readonly List<ToolCall> _undecided = []; // calls that came while the text was held
    private readonly StreamMemory _memory = new();
    private readonly Recorder _recorder;
    private readonly AnswerInspection _inspection;
    private readonly TimeProvider _time;
    private AnswerVerdicts _verdicts;
    private readonly AnswerStreamReader _reader;
    private readonly SseReader _events;
    private readonly PendingEvents _pending = new();
    private readonly StreamCommitment _answer;
    private readonly List<StreamEvent>? _all; // every event, where it may have to be masked
    private readonly int _limit;
    private long _allBytes;
    private bool _started;
    private int _noticesTold;
    private int _withheld;

    public StreamRelease(
        Exchange exchange, DecideStage decide, JudgeStage judges, CaseWait waiting, Recorder recorder, AnswerInspection inspection, TimeProvider time)
    {
        (_exchange, _decide, _judges, _waiting, _recorder, _inspection, _time) = (exchange, decide, judges, waiting, recorder, inspection, time);
        _all = exchange.Model.Masks ? [] : null;
        _verdicts = new AnswerVerdicts(exchange, inspection, decide) { IsStreamed = true };
        (_reader, _limit) = (exchange.Dialect.OpenStream(), exchange.Model.Config.Limits.AnswerBytes);
        _events = new SseReader(_limit);
        _answer = new StreamCommitment(exchange.Salt, recorder.Keeps(exchange), _limit);
    }

    public async ValueTask<GatewayError?> RunAsync(UpstreamAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            return await FollowAsync(answer, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_exchange.HasOutcome && _verdicts.Worst is not null)
        {
            // The client has gone; what was decided and delivered until then is the outcome.
            await RecordAsync(_verdicts.Worst, StatusCodes.Status200OK, ErrorCodes.ClientClosed).ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        _pending.Dispose();
        _events.Dispose();
        _answer.Dispose();
    }

    private async ValueTask<GatewayError?> FollowAsync(UpstreamAnswer answer, CancellationToken cancellationToken)
    {
        GatewayError? fault = null;
        using var patience = new IdleTimeout(_exchange.Deployment.Config.Timeout, _exchange.Deployment.Config.LongestAnswer, _time, cancellationToken);
        while (fault is null && !_reader.Ended)
        {
            // 1 read
            var (count, broken) = await ReadAsync(answer.Body, patience, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                fault = broken ?? UpstreamErrors.Interrupted(Deployment);
                break;
            }

            _events.Filled(count);

            // 2 inspect
            fault = InspectArrived();

            // 3 decide
            var verdict = fault is null ? await DecideArrivedAsync(cancellationToken).ConfigureAwait(false) : null;
            if (verdict is { Kind: not VerdictKind.Permit } && !_verdicts.AwaitsEnd)
            {
                return await EndWithVerdictAsync(verdict, cancellationToken).ConfigureAwait(false);
            }

            // 4 release what is settled
            if (fault is null && !_reader.Ended && !_verdicts.AwaitsEnd && !_verdicts.AwaitsUse)
            {
                await ReleaseSettledAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return fault is not null ? await EndWithFaultAsync(fault, cancellationToken).ConfigureAwait(false)
            : _verdicts.AwaitsMask ? await FinishMaskedAsync(cancellationToken).ConfigureAwait(false)
            : _verdicts.AwaitsEnd ? await FinishHeldAsync(cancellationToken).ConfigureAwait(false)
            : await FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private string Deployment => _exchange.Deployment.Facts.Name;

    private async ValueTask<(int Count, GatewayError? Fault)> ReadAsync(Stream body, IdleTimeout patience, CancellationToken cancellationToken)
    {
        try
        {
            var room = _events.Room();
            return _events.TooLarge
                ? (0, UpstreamErrors.TooLarge(Deployment, _limit))
                : (await body.ReadAsync(room, patience.Restart()).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (0, UpstreamErrors.Timeout(Deployment));
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            return (0, UpstreamErrors.Interrupted(Deployment));
        }
        catch (AnswerFaultException fault)
        {
            return (0, UpstreamErrors.Malformed(Deployment, fault.Message));
        }
    }

    private GatewayError? InspectArrived()
    {
        while (!_reader.Ended && _events.TryRead(out var name, out var data))
        {
            var done = data.SequenceEqual("[DONE]"u8);
            if (!EventNames.IsPlain(name) || (!done && _inspection.InspectEvent(data, _exchange.Model.Config.Limits.Depth) is not null))
            {
                return UpstreamErrors.Malformed(Deployment, "an event of its stream is not sound JSON");
            }

            _exchange.Answer?.Observe(data);
            var withholding = _reader.Withholding;
            _reader.Read(name, data);
            if (_reader.Malformed || (_reader.Ended && _reader.Withholding))
            {
                return UpstreamErrors.Malformed(Deployment, "its stream contradicts itself");
            }

            if (_reader.OnlyCounts && _exchange.HidesCounts)
            {
                continue; // no part of the answer that the client asked for
            }

            _answer.Add(data);
            _memory.Add(data);
            _all?.Add(new StreamEvent(name.ToArray(), data.ToArray()));
            _allBytes += _all is null ? 0 : data.Length;
            if (_verdicts.Calls.Count + _undecided.Count + _reader.Ready.Count > AnswerVerdicts.MaxCalls)
            {
                return UpstreamErrors.TooManyCalls(Deployment, AnswerVerdicts.MaxCalls);
            }

            _withheld = withholding || _reader.Withholding || _withheld > 0 ? _withheld + 1 : 0;
            _pending.Add(name, data, _inspection.Position);
            if (_pending.Bytes > _limit || _allBytes > _limit)
            {
                return UpstreamErrors.TooLarge(Deployment, _limit);
            }
        }

        return null;
    }

    private async ValueTask<Verdict?> DecideArrivedAsync(CancellationToken cancellationToken)
    {
        if (_reader.Ended)
        {
            _inspection.Complete();
        }

        if (_verdicts.Worst is null || _verdicts.IsStale(_reader.Uninspectable))
        {
            var content = JudgeStage.IsOpen(_exchange, _inspection.Findings) ? _memory.Content() : default; // held while a judge is asked
            await _judges.AskAboutAnswerAsync(_exchange, _inspection.Findings, _reader.Uninspectable, content, cancellationToken).ConfigureAwait(false);
            await _verdicts.DecideTextAsync(_reader.Uninspectable, cancellationToken).ConfigureAwait(false);
        }

        foreach (var call in _reader.Ready)
        {
            // While the text is held, a call has nowhere to go; what is going to be masked is decided as it will read then.
            if (_verdicts.AwaitsEnd)
            {
                _undecided.Add(call);
            }
            else
            {
                await _verdicts.DecideCallAsync(call, cancellationToken).ConfigureAwait(false);
            }
        }

        _reader.Ready.Clear();
        if (!_reader.Withholding)
        {
            _withheld = 0;
        }

        return _verdicts.Worst;
    }

    private async ValueTask ReleaseSettledAsync(CancellationToken cancellationToken)
    {
        if (!_started && !_reader.HasText)
        {
            return;
        }

        var output = _exchange.Http.Response.BodyWriter;
        var settled = _pending.Take(_inspection.SafePosition, keep: _withheld);
        if (settled.IsEmpty)
        {
            return;
        }

        Start();
        output.Write(settled);
        await AsyncFlush.FlushAsync(output, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<GatewayError?> FinishAsync(CancellationToken cancellationToken)
    {
        await _verdicts.UseAsync(cancellationToken).ConfigureAwait(false);
        if (_verdicts.Worst!.Kind != VerdictKind.Permit)
        {
            return await EndWithVerdictAsync(_verdicts.Worst, cancellationToken).ConfigureAwait(false);
        }

        _exchange.Deployment.Health.Succeeded();
        await RecordAsync(_verdicts.Worst, StatusCodes.Status200OK, error: null).ConfigureAwait(false);
        Start();
        var output = _exchange.Http.Response.BodyWriter;
        output.Write(_exchange.Notices.Comment(_noticesTold)); // what was not known yet when the headers left
        output.Write(_pending.Take(long.MaxValue, keep: 0));
        await AsyncFlush.FlushAsync(output, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>The stream has ended and waits for placeholders, and for people where a clause holds it with these too.</summary>
    private async ValueTask<GatewayError?> FinishMaskedAsync(CancellationToken cancellationToken)
    {
        var masked = await MaskedStream.ProveAsync(_exchange, _decide, _all!, _pending.Taken, cancellationToken).ConfigureAwait(false);
        if (masked is not null
            && await _waiting.IsGrantedAsync(_exchange, new SettledVerdict(masked.Verdicts.Worst!, masked.Verdicts.Case), cancellationToken).ConfigureAwait(false))
        {
            TakeOrders();
            masked = await MaskedStream.ProveAsync(_exchange, _decide, _all!, _pending.Taken, cancellationToken).ConfigureAwait(false);
        }

        if (masked is null)
        {
            return await FinishHeldAsync(cancellationToken).ConfigureAwait(false);
        }

        var (held, found) = (_verdicts.Worst!, _verdicts.Facts);
        _verdicts = masked.Verdicts;
        await _verdicts.UseAsync(cancellationToken).ConfigureAwait(false);
        if (_verdicts.Worst!.Kind != VerdictKind.Permit)
        {
            return await EndWithVerdictAsync(_verdicts.Worst, cancellationToken).ConfigureAwait(false);
        }

        // record
        _exchange.Deployment.Health.Succeeded();
        _exchange.Masked = masked.Masked.Persons.Length;
        await RecordAsync(masked.Outcome(_exchange, held, found)).ConfigureAwait(false);

        // release
        var (output, tells) = (_exchange.Http.Response.BodyWriter, _started); // whether the headers have left before this was known
        Start();
        output.Write(_exchange.Notices.Comment(_noticesTold));
        masked.WriteRest(output, _exchange, _pending.Taken, tells);
        await AsyncFlush.FlushAsync(output, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>
    /// The stream has ended and its text is held: now that all of it is there, a case can be about exactly this answer, and release exactly
    /// this answer, at once where its client waits for people, or when the model says the same again.
    /// </summary>
    private async ValueTask<GatewayError?> FinishHeldAsync(CancellationToken cancellationToken)
    {
        _verdicts.Answer = _memory.Content();
        await _verdicts.SettleAsync(cancellationToken).ConfigureAwait(false);
        if (await _waiting.IsGrantedAsync(_exchange, new SettledVerdict(_verdicts.Worst!, _verdicts.Case), cancellationToken).ConfigureAwait(false))
        {
            TakeOrders();
            await _verdicts.DecideTextAsync(_reader.Uninspectable, cancellationToken).ConfigureAwait(false);
            await _verdicts.SettleAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var call in _undecided.TakeWhile(_ => _verdicts.Worst!.Kind == VerdictKind.Permit))
        {
            await _verdicts.DecideCallAsync(call, cancellationToken).ConfigureAwait(false);
        }

        return await FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes by what took effect while people were waited for, where nothing has left yet.</summary>
    private void TakeOrders() => (_started ? null : _exchange)?.TakeOrders();

    private async ValueTask<GatewayError?> EndWithVerdictAsync(Verdict verdict, CancellationToken cancellationToken)
    {
        _verdicts.Forgo();
        var error = GatewayErrors.OfVerdict(new SettledVerdict(verdict, _verdicts.Case, _verdicts.Release), _exchange.Case);
        await RecordAsync(verdict, _started ? StatusCodes.Status200OK : error.Status, error: null).ConfigureAwait(false);
        error = _started || verdict.Kind != VerdictKind.Hold ? error : await _decide.GiveBackAsync(_exchange, error).ConfigureAwait(false);
        return await EndAsync(error, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<GatewayError?> EndWithFaultAsync(GatewayError fault, CancellationToken cancellationToken)
    {
        _exchange.Deployment.Health.Failed();
        var status = _started ? StatusCodes.Status200OK : fault.Status;
        if (_verdicts.Worst is { } verdict)
        {
            await RecordAsync(verdict, status, fault.Code).ConfigureAwait(false);
        }
        else
        {
            await _recorder.RecordRejectionAsync(_exchange, fault.Code, status, CancellationToken.None).ConfigureAwait(false);
        }

        return await EndAsync(fault, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the error back while nothing was sent; otherwise ends the stream with it.</summary>
    private async ValueTask<GatewayError?> EndAsync(GatewayError error, CancellationToken cancellationToken)
    {
        if (!_started)
        {
            return error;
        }

        var output = _exchange.Http.Response.BodyWriter;
        _exchange.Dialect.WriteStreamError(output, error, _exchange.Entry, _exchange.Model.Agreement.ShortHash);
        await AsyncFlush.FlushAsync(output, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private ValueTask RecordAsync(Verdict verdict, int status, string? error)
    {
        if (error is not null)
        {
            _verdicts.Forgo(); // what the rest would have gone by is not used
        }

        return RecordAsync(new Outcome(_verdicts.Facts, verdict, status)
        {
            Answer = _answer.Hash(),
            Content = _answer.Content,
            IsContentLost = _answer.IsLost,
            Calls = _verdicts.Calls,
            Case = _verdicts.Case,
            Release = _verdicts.Release,
            Error = error,
        });
    }

    private async ValueTask RecordAsync(Outcome outcome)
    {
        var usage = _reader.Usage.TryTake(needsOutput: true, out var counted) && _reader.Ended ? counted : TokenUsage.Estimate(_exchange.BodyBytes, _reader.TextBytes);
        _exchange.Usage = usage;
        await _recorder.RecordOutcomeAsync(_exchange, outcome, CancellationToken.None).ConfigureAwait(false);
        _exchange.Spending?.Charge(usage, _exchange.Deployment.Config.Price);
    }

    private void Start()
    {
        if (_started)
        {
            return;
        }

        (_started, _noticesTold) = (true, _exchange.Notices.Count);
        var response = _exchange.Http.Response;
        (response.StatusCode, response.ContentType) = (StatusCodes.Status200OK, "text/event-stream");
        response.Headers.CacheControl = "no-cache";
        ResponseHeaders.Write(_exchange, "permit", _exchange.Case);
    }
}
