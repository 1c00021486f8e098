using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Mcp;

/// <summary>
/// The gateway as a client of one tool server. Finds out what the server speaks; towards one of an older revision it keeps a session for
/// each use case. Offers the server nothing: no sampling, no elicitation, no roots. Thread-safe.
/// </summary>
internal sealed class McpUpstream(McpServerConfig config, McpConnection connection, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, McpSession> _sessions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1);
    private volatile string? _modern;
    private volatile bool _known;
    private long _id;

    /// <summary>Asks the server, within the time that it has.</summary>
    /// <exception cref="McpException">There is no usable answer.</exception>
    public async ValueTask<McpReply> AskAsync(string useCase, McpAsk ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(config.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if (!_known)
            {
                await DiscoverAsync(either.Token).ConfigureAwait(false);
            }

            return _modern is { } version
                ? await AskModernAsync(ask, version, either.Token).ConfigureAwait(false)
                : await AskLegacyAsync(useCase, ask, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new McpException(McpFaults.Timeout(config.Name, config.Timeout));
        }
    }

    public void Dispose() => _opening.Dispose();

    private async ValueTask<McpReply> AskModernAsync(McpAsk ask, string version, CancellationToken cancellationToken)
    {
        var message = McpEnvelope.Request(ask, Interlocked.Increment(ref _id), version);
        var (status, reply, _) = await connection.PostAsync(message, ModernHeaders(ask, version), ask.Progress, cancellationToken).ConfigureAwait(false);
        if (reply is not null)
        {
            return reply;
        }

        _known = false; // it may have been replaced by an older one
        throw new McpException(status is >= 200 and < 300 ? McpFaults.Malformed(config.Name, "it has no message in it") : McpFaults.Failed(config.Name, status));
    }

    private async ValueTask<McpReply> AskLegacyAsync(string useCase, McpAsk ask, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var session = await SessionAsync(useCase, cancellationToken).ConfigureAwait(false);
            var id = Interlocked.Increment(ref _id);
            var message = McpEnvelope.Request(ask, id, version: null);
            try
            {
                var (status, reply, _) = await connection.PostAsync(message, LegacyHeaders(session), ask.Progress, cancellationToken).ConfigureAwait(false);
                if (status == 404 && session.Id is not null)
                {
                    // The session has ended, and a request outside of one is not run, as the server says: a new one may be tried, once.
                    _sessions.TryRemove(new KeyValuePair<string, McpSession>(useCase, session));
                    if (attempt == 0 && ask.MayRepeat)
                    {
                        continue;
                    }
                }

                if (reply is not null)
                {
                    return reply;
                }

                _known = false;
                throw new McpException(status is >= 200 and < 300 ? McpFaults.Malformed(config.Name, "it has no message in it") : McpFaults.Failed(config.Name, status));
            }
            catch (OperationCanceledException)
            {
                await CancelAsync(session, id).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Towards an older revision a closed connection is no cancellation: it has to be said.</summary>
    private async ValueTask CancelAsync(McpSession session, long id)
    {
        using var patience = new CancellationTokenSource(Farewell, time);
        try
        {
            var message = McpEnvelope.Notification(
                "notifications/cancelled", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{{\"requestId\":{id}}}"));
            await connection.PostAsync(message, LegacyHeaders(session), progress: null, patience.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is McpException or OperationCanceledException)
        {
            // It was only a courtesy.
        }
    }

    /// <summary>Asks in the current revision; a server that does not understand is an older one.</summary>
    private async ValueTask DiscoverAsync(CancellationToken cancellationToken)
    {
        var ask = new McpAsk("server/discover", default);
        var message = McpEnvelope.Request(ask, Interlocked.Increment(ref _id), McpVersions.Current);
        var (status, reply, _) = await connection.PostAsync(message, ModernHeaders(ask, McpVersions.Current), progress: null, cancellationToken).ConfigureAwait(false);
        if (status >= 500)
        {
            throw new McpException(McpFaults.Failed(config.Name, status), neverSent: true);
        }

        _modern = reply?.Result is { } result && Supports(result) ? McpVersions.Current : null;
        _known = true;
    }

    private static bool Supports(byte[] result)
    {
        using var parsed = JsonDocument.Parse(result, McpEnvelope.Reading);
        return parsed.RootElement.TryGetProperty("supportedVersions", out var versions) && versions.ValueKind == JsonValueKind.Array
            && versions.EnumerateArray().Any(version => version.ValueKind == JsonValueKind.String && version.ValueEquals(McpVersions.Current));
    }

    private async ValueTask<McpSession> SessionAsync(string useCase, CancellationToken cancellationToken)
    {
        if (_sessions.TryGetValue(useCase, out var present))
        {
            return present;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _sessions.TryGetValue(useCase, out present) ? present : _sessions[useCase] = await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async ValueTask<McpSession> OpenAsync(CancellationToken cancellationToken)
    {
        var parameters = Encoding.UTF8.GetBytes(
            $"\"protocolVersion\":\"{McpVersions.NewestLegacy}\",\"capabilities\":{{}},\"clientInfo\":{{\"name\":\"{McpNames.Implementation}\",\"version\":\"{McpNames.ImplementationVersion}\"}}");
        var message = McpEnvelope.Request(new McpAsk("initialize", parameters), Interlocked.Increment(ref _id), version: null);
        var (status, reply, id) = await connection.PostAsync(message, [], progress: null, cancellationToken).ConfigureAwait(false);
        if (reply?.Result is not { } result)
        {
            _known = false;
            throw new McpException(
                status is >= 200 and < 300 ? McpFaults.Malformed(config.Name, "it does not open a session") : McpFaults.Failed(config.Name, status), neverSent: true);
        }

        using var parsed = JsonDocument.Parse(result, McpEnvelope.Reading);
        var version = parsed.RootElement.TryGetProperty("protocolVersion", out var answered) && answered.ValueKind == JsonValueKind.String ? answered.GetString() : null;
        if (version is null || !McpVersions.OfServers.Contains(version, StringComparer.Ordinal))
        {
            throw new McpException(
                McpFaults.Malformed(config.Name, "it speaks none of the revisions " + string.Join(", ", [McpVersions.Current, .. McpVersions.OfServers])), neverSent: true);
        }

        var session = new McpSession(id, version);
        await connection.PostAsync(McpEnvelope.Notification("notifications/initialized", "{}"), LegacyHeaders(session), progress: null, cancellationToken).ConfigureAwait(false);
        return session;
    }

    private static IEnumerable<(string Name, string Value)> ModernHeaders(McpAsk ask, string version)
    {
        yield return (McpNames.VersionHeader, version);
        yield return (McpNames.MethodHeader, ask.Method);
        if (ask.Name is not null)
        {
            yield return (McpNames.NameHeader, McpHeaderParameter.Encode(ask.Name));
        }

        foreach (var header in ask.Headers)
        {
            yield return header;
        }
    }

    private static IEnumerable<(string Name, string Value)> LegacyHeaders(McpSession session)
    {
        yield return (McpNames.VersionHeader, session.Version);
        if (session.Id is not null)
        {
            yield return (McpNames.SessionHeader, session.Id);
        }
    }
}
