using System.Buffers;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Release;

/// <summary>Reads a whole answer into one pooled buffer, within the size that can be held and the silence that is borne.</summary>
internal static class AnswerReader
{
    public static async ValueTask<(byte[] Buffer, int Length, GatewayError? Error)> ReadAsync(
        UpstreamAnswer answer, DeploymentConfig config, int limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (answer.Length > limit)
        {
            return ([], 0, UpstreamErrors.TooLarge(config.Name, limit));
        }

        // One more byte than announced, so that the end is seen without growing.
        var buffer = ArrayPool<byte>.Shared.Rent(answer.Length is { } announced ? (int)announced + 1 : 16 * 1024);
        var length = 0;
        GatewayError? error = null;
        using var patience = new IdleTimeout(config.Timeout, config.LongestAnswer, time, cancellationToken);
        try
        {
            int count;
            while ((count = await answer.Body.ReadAsync(buffer.AsMemory(length), patience.Restart()).ConfigureAwait(false)) > 0)
            {
                length += count;
                if (length > limit)
                {
                    error = UpstreamErrors.TooLarge(config.Name, limit);
                    break;
                }

                buffer = length == buffer.Length ? Grow(buffer) : buffer;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            error = UpstreamErrors.Timeout(config.Name);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            error = UpstreamErrors.Interrupted(config.Name);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        if (error is null && answer.Length is { } expected && expected != length)
        {
            error = UpstreamErrors.Interrupted(config.Name);
        }

        if (error is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return ([], 0, error);
        }

        return (buffer, length, null);
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(buffer.Length * 2));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
