using System.IO.Pipelines;

namespace Concordat.Gateway.Release;

/// <summary>Flushes to the client; a client that has gone ends the exchange as cancelled.</summary>
internal static class AsyncFlush
{
    public static async ValueTask FlushAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        var result = await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException("the client has gone", cancellationToken);
        }
    }
}
