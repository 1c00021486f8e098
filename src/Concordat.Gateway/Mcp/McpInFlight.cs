using System.Collections.Concurrent;
using System.Text;

namespace Concordat.Gateway.Mcp;

/// <summary>
/// The calls of older clients that are under way on this node, so that <c>notifications/cancelled</c> finds them. Thread-safe.
/// </summary>
/// <remarks>Bounded by the requests in flight. On another node a cancellation finds nothing, and the call runs to its end.</remarks>
internal sealed class McpInFlight
{
    private readonly ConcurrentDictionary<(string Session, string Id), CancellationTokenSource> _calls = new();

    /// <summary>Notes a call; null where the session has one of that id already.</summary>
    public CancellationTokenSource? Begin(string session, byte[] id)
    {
        var source = new CancellationTokenSource();
        if (_calls.TryAdd((session, Encoding.UTF8.GetString(id)), source))
        {
            return source;
        }

        source.Dispose();
        return null;
    }

    public void End(string session, byte[] id)
    {
        if (_calls.TryRemove((session, Encoding.UTF8.GetString(id)), out var source))
        {
            source.Dispose();
        }
    }

    public void Cancel(string session, string id)
    {
        if (_calls.TryGetValue((session, id), out var source))
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended at this moment.
            }
        }
    }
}
