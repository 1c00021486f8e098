using System.Net.Http.Json;
using System.Text.Json;

namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>Asks over plain HTTP, where a test looks at what no SDK shows.</summary>
internal static class Ask
{
    public static Task<HttpResponseMessage> ChatAsync(HttpClient http, string prompt, CancellationToken cancellationToken, bool stream = false) =>
        http.PostAsJsonAsync(
            "/v1/chat/completions", new { model = Prompts.Model, stream, messages = new[] { new { role = "user", content = prompt } } }, cancellationToken);

    /// <summary>Asks for the call of a tool that the request offers.</summary>
    public static Task<HttpResponseMessage> ToolAsync(HttpClient http, string prompt, string tool, CancellationToken cancellationToken)
    {
        var body = new
        {
            model = Prompts.Model,
            messages = new[] { new { role = "user", content = prompt } },
            tools = new[] { new { type = "function", function = new { name = tool, parameters = JsonElement.Parse(Prompts.ToolParameters) } } },
        };
        return http.PostAsJsonAsync("/v1/chat/completions", body, cancellationToken);
    }

    /// <summary>The code of an error in the OpenAI shape; empty for an answer.</summary>
    public static async Task<string> CodeAsync(Task<HttpResponseMessage> asked, CancellationToken cancellationToken)
    {
        using var response = await asked;
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return body.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString()! : "";
    }
}
