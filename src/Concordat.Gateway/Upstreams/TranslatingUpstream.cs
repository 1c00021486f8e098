using System.Buffers;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Dialects.Translation;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Release;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// Lets clients of other dialects reach an upstream: what it speaks by itself passes untouched, anything else is translated there and back.
/// It stands outside of what counts an upstream's failures: a request that cannot be carried is none. Thread-safe.
/// </summary>
/// <param name="limit">Most bytes of an answer.</param>
internal sealed class TranslatingUpstream(IUpstream inner, DeploymentConfig config, int limit, TimeProvider time) : IUpstream
{
    private readonly UpstreamDialect _dialect = UpstreamKinds.DialectOf(config.Kind);

    public ValueTask<UpstreamAnswer> SendAsync(UpstreamCall call, CancellationToken cancellationToken) =>
        !UpstreamKinds.IsNative(config.Kind, call.Path) ? TranslateAsync(call, cancellationToken)
        : config.Kind == UpstreamKinds.VertexAnthropic ? SendOnAsync(call, cancellationToken)
        : inner.SendAsync(call, cancellationToken);

    /// <summary>The request as it is; an error may be the host's, in a shape of its own, and is put into the client's.</summary>
    private async ValueTask<UpstreamAnswer> SendOnAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        var answer = await inner.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.Encoded || answer.Status is < 400 or 401 or 403 or 429 or >= 500)
        {
            return answer;
        }

        await using (answer.ConfigureAwait(false))
        {
            return await TranslateWholeAsync(answer, new TranslatedExchange(call.Path, _dialect, limit, "", time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<UpstreamAnswer> TranslateAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        // 1 the request
        var now = time.GetUtcNow();
        var translation = new TranslatedExchange(call.Path, _dialect, limit, Guid.CreateVersion7(now).ToString("N"), now);
        var body = new ArrayBufferWriter<byte>(call.Body.Length + 256);
        try
        {
            if (call.AnthropicBeta is not null)
            {
                throw new RequestFaultException("anthropic-beta");
            }

            translation.WriteRequest(call.Body.Span, config.OutputTokens, body);
        }
        catch (RequestFaultException fault)
        {
            throw new UpstreamException(Refusal(fault), safeToRetry: true, fault);
        }

        // 2 the answer's beginning
        var sent = new UpstreamCall(UpstreamKinds.PathOf(_dialect, translation.Stream), body.WrittenMemory, null, null);
        var answer = await inner.SendAsync(sent, cancellationToken).ConfigureAwait(false);
        if (answer.Encoded || answer.Status is < 200 or (>= 300 and < 400) or 401 or 403 or 429 or >= 500)
        {
            return answer;
        }

        // 3 the answer: event by event, or as a whole
        if (answer.Status < 300 && translation.Stream)
        {
            if (answer.MediaType != UpstreamKinds.StreamTypeOf(_dialect))
            {
                await answer.DisposeAsync().ConfigureAwait(false);
                throw Malformed("it is no stream of its dialect");
            }

            IFrames frames = _dialect == UpstreamDialect.Converse ? new EventStreamReader(limit) : new SseReader(limit);
            return new UpstreamAnswer(answer.Status, "text/event-stream", null, new TranslatedStream(answer, frames, translation), owner: null);
        }

        await using (answer.ConfigureAwait(false))
        {
            return await TranslateWholeAsync(answer, translation, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<UpstreamAnswer> TranslateWholeAsync(UpstreamAnswer answer, TranslatedExchange translation, CancellationToken cancellationToken)
    {
        var (buffer, length, error) = await AnswerReader.ReadAsync(answer, config, limit, time, cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            throw new UpstreamException(error, safeToRetry: false);
        }

        try
        {
            var output = new ArrayBufferWriter<byte>(length + 256);
            if (answer.MediaType != "application/json")
            {
                throw new AnswerFaultException("it is not JSON");
            }

            if (answer.Status < 300)
            {
                translation.WriteAnswer(buffer.AsSpan(0, length), output);
            }
            else
            {
                translation.WriteError(buffer.AsSpan(0, length), answer.Status, output);
            }

            return new UpstreamAnswer(
                answer.Status, "application/json", output.WrittenCount, new ReadOnlyMemoryStream(output.WrittenMemory), owner: null);
        }
        catch (AnswerFaultException fault)
        {
            throw answer.Status < 300 ? Malformed(fault.Message) : new UpstreamException(UpstreamErrors.Failed(config.Name, answer.Status), safeToRetry: false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private UpstreamException Malformed(string reason) => new(UpstreamErrors.Malformed(config.Name, reason), safeToRetry: false);

    private GatewayError Refusal(RequestFaultException fault) => fault.Problem is { } problem
        ? GatewayErrors.InvalidRequest(fault.Path, problem)
        : GatewayErrors.Unsupported(fault.Path, $"`{fault.Path}` cannot be carried to the deployment `{config.Name}`, which speaks "
            + $"{UpstreamKinds.NameOf(_dialect)}; leave it out, or ask for a model whose deployment speaks this route's own dialect");
}
