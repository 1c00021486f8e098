using System.Buffers;
using System.IO.Pipelines;
using Concordat.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Pipeline;

/// <summary>Reads a whole request body into one pooled buffer, within a size and a time.</summary>
internal static class BodyReader
{
    /// <summary>Reads the body; the caller returns the buffer to the shared pool.</summary>
    public static async ValueTask<BodyReading> ReadAsync(HttpRequest request, int limit, TimeSpan patience, TimeProvider time)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            return new BodyReading(GatewayErrors.UnsupportedEncoding);
        }

        if (!IsJson(request.ContentType))
        {
            return new BodyReading(GatewayErrors.UnsupportedMediaType);
        }

        if (request.ContentLength > limit)
        {
            return new BodyReading(GatewayErrors.BodyTooLarge(limit));
        }

        try
        {
            var reader = request.BodyReader;
            if (reader.TryRead(out var ready))
            {
                if (ready.IsCompleted && ready.Buffer.Length <= limit)
                {
                    return Take(reader, ready.Buffer);
                }

                reader.AdvanceTo(ready.Buffer.Start, ready.Buffer.End);
            }

            return await ReadPatientlyAsync(request, reader, limit, patience, time).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault)
        {
            // The server's own guards: too slow a sender, or a broken chunked body.
            return new BodyReading(fault.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => GatewayErrors.BodyTooLarge(limit),
                StatusCodes.Status408RequestTimeout => GatewayErrors.BodyTimeout,
                _ => GatewayErrors.InvalidRequest("$", "the body could not be read to its end; send it whole"),
            });
        }
    }

    private static bool IsJson(string? type) => type is not null && type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
        && (type.Length == 16 || type[16] is ';' or ' ');

    private static async ValueTask<BodyReading> ReadPatientlyAsync(
        HttpRequest request, PipeReader reader, int limit, TimeSpan patience, TimeProvider time)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, request.HttpContext.RequestAborted);
        try
        {
            return await ReadSlowlyAsync(reader, limit, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return new BodyReading(GatewayErrors.BodyTimeout);
        }
    }

    private static async ValueTask<BodyReading> ReadSlowlyAsync(PipeReader reader, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.Length > limit)
            {
                reader.AdvanceTo(result.Buffer.End);
                return new BodyReading(GatewayErrors.BodyTooLarge(limit));
            }

            if (result.IsCompleted)
            {
                return Take(reader, result.Buffer);
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static BodyReading Take(PipeReader reader, ReadOnlySequence<byte> body)
    {
        var length = (int)body.Length;
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
        body.CopyTo(rented);
        reader.AdvanceTo(body.End);
        return new BodyReading(rented, length);
    }
}
