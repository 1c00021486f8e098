using System.Net;
using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>An answer of <c>/mcp</c> as a program sees it.</summary>
internal sealed record McpSeen(HttpStatusCode Status, string Text, JsonNode? Body, string? Case, string? Session)
{
    public bool IsToolError => Body?["result"]?["isError"]?.GetValue<bool>() == true;

    /// <summary>The first text of the result.</summary>
    public string Words => Body?["result"]?["content"]?[0]?["text"]?.GetValue<string>() ?? "";

    public int? ErrorNumber => Body?["error"]?["code"]?.GetValue<int>();

    /// <summary>Verdict that stands in the place of a result.</summary>
    public string? Verdict => Body?["result"]?["_meta"]?["concordat/verdict"]?["concordat"]?["verdict"]?.GetValue<string>();

    /// <summary>Code of the verdict or fault.</summary>
    public string? Code => Body?["result"]?["_meta"]?["concordat/verdict"]?["code"]?.GetValue<string>();
}
