using System.Text;
using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>A table of what each kind of caller gets of each route, as it is written down under <c>tests/cases/http</c>.</summary>
internal static class Matrix
{
    /// <summary>Compares a table with the one that is written down, and shows the lines that came out otherwise.</summary>
    public static async Task IsWrittenAsync(string name, string table)
    {
        var written = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "cases", "http", name), TestContext.Current.CancellationToken);
        var known = written.Split('\n').ToHashSet(StringComparer.Ordinal);
        Assert.True(
            written.Equals(table, StringComparison.Ordinal),
            $"tests/cases/http/{name} says otherwise; came out:\n{string.Join('\n', table.Split('\n').Where(line => !known.Contains(line)))}");
    }

    /// <summary>The table as text: columns by blanks.</summary>
    public static string Render(IReadOnlyList<string> callers, IReadOnlyList<(string Route, IReadOnlyList<string> Cells)> rows)
    {
        var widths = callers.Select((caller, at) => rows.Max(row => row.Cells[at].Length) is var widest && widest > caller.Length ? widest : caller.Length).ToList();
        var wide = rows.Max(static row => row.Route.Length);
        var text = new StringBuilder();
        Line("", callers);
        foreach (var (route, cells) in rows)
        {
            Line(route, cells);
        }

        return text.ToString();

        void Line(string route, IReadOnlyList<string> cells) =>
            text.Append($"{route.PadRight(wide)}  {string.Join("  ", cells.Select((cell, at) => cell.PadRight(widths[at])))}".TrimEnd()).Append('\n');
    }

    /// <summary>Every route of the data plane in the OpenAPI document: method, path, and the form of its body where a component has it.</summary>
    public static async Task<IReadOnlyList<(string Route, string? Body)>> RoutesAsync()
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "openapi.json"), TestContext.Current.CancellationToken))!;
        return [.. document["paths"]!.AsObject().Where(static path => !path.Key.StartsWith("/console", StringComparison.Ordinal)).SelectMany(static path =>
            path.Value!.AsObject().Select(method => (
                $"{method.Key.ToUpperInvariant()} {path.Key}",
                (string?)method.Value!["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"])))];
    }

    /// <summary>The status and, of a refusal, its stable code.</summary>
    public static async Task<string> OutcomeAsync(HttpResponseMessage response, Func<string, bool>? shows = null)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType is "text/event-stream")
        {
            return $"{status}";
        }

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var code = status >= 400 && text.StartsWith('{') ? CodeOf(JsonNode.Parse(text)!.AsObject()) : null;
        return code is not null ? $"{status} {code}" : status < 400 && shows?.Invoke(text) is true ? $"{status} ours" : $"{status}";
    }

    private static string? CodeOf(JsonObject body) =>
        (string?)(body["code"] ?? (body["error"] as JsonObject)?["code"] switch { JsonValue value when value.TryGetValue<string>(out _) => value, _ => null } ?? (body["error"] as JsonObject)?["data"]?["code"]);
}
