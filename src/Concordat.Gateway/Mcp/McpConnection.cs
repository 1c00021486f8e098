using System.Net.Http.Headers;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Release;

namespace Concordat.Gateway.Mcp;

/// <summary>One HTTP exchange after another with a tool server: bounded in bytes and messages, no redirects, nothing believed. Thread-safe.</summary>
/// <param name="server">Where it is.</param>
/// <param name="key">Sent as a bearer token; null for none.</param>
/// <param name="http">Follows no redirects, keeps no cookies, unpacks nothing.</param>
/// <param name="limit">Most bytes of an answer, progress included.</param>
internal sealed class McpConnection(McpServerConfig server, string? key, HttpMessageInvoker http, int limit)
{
    /// <summary>Most messages that may come before the answer.</summary>
    private const int MostMessages = 1_000;

    private const int ChunkBytes = 16 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly Uri _url = new(server.Url);

    /// <summary>Sends a message and reads what comes until the answer to it is there.</summary>
    /// <returns>The status and, where the body had one, the answer; the session id if the server gave one.</returns>
    /// <exception cref="McpException">It could not be reached, broke off, or sent what cannot be used.</exception>
    public async ValueTask<(int Status, McpReply? Reply, string? Session)> PostAsync(
        McpEnvelope message, IEnumerable<(string Name, string Value)> headers, Func<double, double?, CancellationToken, ValueTask>? progress, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ReadOnlyMemoryContent(message.Body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException fault)
        {
            var neverSent = fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            throw new McpException(neverSent ? McpFaults.Unreachable(server.Name) : McpFaults.Interrupted(server.Name), neverSent);
        }

        using (response)
        {
            return await ReadAsync(message, response, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<(int Status, McpReply? Reply, string? Session)> ReadAsync(
        McpEnvelope message, HttpResponseMessage response, Func<double, double?, CancellationToken, ValueTask>? progress, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case >= 300 and < 400:
                throw new McpException(McpFaults.Redirects(server.Name));
            case 401 or 403:
                throw new McpException(McpFaults.Credentials(server.Name)); // it got the call, and alone knows whether it ran it
        }

        if (response.Content.Headers.ContentEncoding.Count > 0)
        {
            throw new McpException(McpFaults.Malformed(server.Name, "it is compressed"));
        }

        var session = SessionOf(response);
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return response.Content.Headers.ContentType?.MediaType switch
            {
                "text/event-stream" when status is >= 200 and < 300 => (status, await ReadEventsAsync(message, body, progress, cancellationToken).ConfigureAwait(false), session),
                "application/json" => (status, await ReadWholeAsync(message, body, status, cancellationToken).ConfigureAwait(false), session),
                _ => (status, null, session),
            };
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw new McpException(McpFaults.Interrupted(server.Name));
        }
    }

    private async ValueTask<McpReply?> ReadWholeAsync(McpEnvelope message, Stream body, int status, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        int count;
        while ((count = await body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Bound(whole.Length + count);
            whole.Write(chunk, 0, count);
        }

        // An error that is no protocol message at all says no more than its status.
        var reply = message.Read(whole.GetBuffer().AsMemory(0, (int)whole.Length), server.Name, lenient: status is < 200 or >= 300);
        return reply.Answer;
    }

    private async ValueTask<McpReply?> ReadEventsAsync(
        McpEnvelope message, Stream body, Func<double, double?, CancellationToken, ValueTask>? progress, CancellationToken cancellationToken)
    {
        using var events = new SseReader(limit);
        long total = 0;
        var messages = 0;
        int count;
        while ((count = await body.ReadAsync(events.Room(), cancellationToken).ConfigureAwait(false)) > 0)
        {
            Bound(total += count);
            events.Filled(count);
            while (Next(events) is { } data)
            {
                if (data.Length == 0)
                {
                    continue;
                }

                if (++messages > MostMessages)
                {
                    throw new McpException(McpFaults.Malformed(server.Name, $"it sends more than {MostMessages} messages before its answer"));
                }

                var read = message.Read(data, server.Name, lenient: false);
                if (read.Answer is { } answer)
                {
                    return answer;
                }

                if (progress is not null && read.Progress is { } done)
                {
                    await progress(done, read.Total, cancellationToken).ConfigureAwait(false);
                }
            }

            if (events.TooLarge)
            {
                throw new McpException(McpFaults.TooLarge(server.Name, limit));
            }
        }

        throw new McpException(McpFaults.Interrupted(server.Name));
    }

    private static byte[]? Next(SseReader events) => events.TryRead(out _, out var data) ? data.ToArray() : null;

    private void Bound(long length)
    {
        if (length > limit)
        {
            throw new McpException(McpFaults.TooLarge(server.Name, limit));
        }
    }

    /// <summary>Visible ASCII only, as the transport asks for; anything else is no session.</summary>
    private static string? SessionOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(McpNames.SessionHeader, out var values) && values.Take(2).ToArray() is [{ Length: > 0 and <= 1024 } id]
        && id.All(static c => c is > ' ' and <= '~')
            ? id
            : null;
}
