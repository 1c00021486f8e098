using System.Collections.Frozen;
using System.Text.Json;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Mcp;

/// <summary>What one server offers now: read again when it is old, so that a changed definition does not go unseen. Thread-safe.</summary>
internal sealed class McpCatalog(McpServerConfig config, McpUpstream upstream, TimeProvider time) : IDisposable
{
    private const int MostPages = 64;
    private const int MostTools = 1_000;
    private const int LongestCursor = 4_096;

    /// <summary>Lists are asked for in a session of their own.</summary>
    private const string Lister = "";

    private readonly SemaphoreSlim _reading = new(1);
    private FrozenDictionary<string, McpTool> _tools = FrozenDictionary<string, McpTool>.Empty;
    private long _readAt = long.MinValue;

    /// <summary>The tools by the names that the server has for them.</summary>
    /// <param name="fresh">Whether the list must be asked for now, whatever its age.</param>
    /// <exception cref="McpException">The server could not be asked; an old list is never used in place of a new one.</exception>
    public async ValueTask<FrozenDictionary<string, McpTool>> ToolsAsync(bool fresh, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        if (!fresh && IsYoung())
        {
            return Volatile.Read(ref _tools);
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Another caller may have read it while this one waited: that is as fresh as can be asked for.
            if (fresh ? Volatile.Read(ref _readAt) < asked : !IsYoung())
            {
                var began = time.GetTimestamp();
                var tools = await ReadAsync(cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _tools, tools);
                Volatile.Write(ref _readAt, began);
            }

            return Volatile.Read(ref _tools);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private bool IsYoung() => Volatile.Read(ref _readAt) is var at && at != long.MinValue && time.GetElapsedTime(at) < config.Refresh;

    private async ValueTask<FrozenDictionary<string, McpTool>> ReadAsync(CancellationToken cancellationToken)
    {
        var tools = new Dictionary<string, McpTool>(StringComparer.Ordinal);
        var twice = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var parameters = cursor is null ? [] : JsonSerializer.SerializeToUtf8Bytes(cursor, Model.ModelNameJson.Default.String);
            byte[] members = cursor is null ? [] : [.. "\"cursor\":"u8, .. parameters];
            var reply = await upstream.AskAsync(Lister, new McpAsk("tools/list", members), cancellationToken).ConfigureAwait(false);
            if (reply.Result is not { } result)
            {
                throw new McpException(McpFaults.Malformed(config.Name, "it does not list its tools"), neverSent: true);
            }

            cursor = ReadPage(result, tools, twice);
            if (cursor is null)
            {
                // A name that is defined twice means nothing.
                return tools.Where(tool => !twice.Contains(tool.Key)).ToFrozenDictionary(StringComparer.Ordinal);
            }
        }

        throw new McpException(McpFaults.Malformed(config.Name, "its list of tools does not end"), neverSent: true);
    }

    private string? ReadPage(byte[] result, Dictionary<string, McpTool> tools, HashSet<string> twice)
    {
        using var parsed = JsonDocument.Parse(result, McpEnvelope.Reading);
        if (!parsed.RootElement.TryGetProperty("tools", out var listed) || listed.ValueKind != JsonValueKind.Array
            || tools.Count + listed.GetArrayLength() > MostTools)
        {
            throw new McpException(McpFaults.Malformed(config.Name, $"it lists no tools, or more than {MostTools}"), neverSent: true);
        }

        foreach (var item in listed.EnumerateArray())
        {
            if (McpTool.Read(config.Name, item) is { } tool && !tools.TryAdd(tool.Name, tool))
            {
                twice.Add(tool.Name);
            }
        }

        return parsed.RootElement.TryGetProperty("nextCursor", out var next) && next.ValueKind == JsonValueKind.String && next.GetString() is { Length: > 0 and <= LongestCursor } more
            ? more
            : null;
    }
}
