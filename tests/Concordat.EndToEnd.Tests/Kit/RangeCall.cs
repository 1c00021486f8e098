using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>A call of force that the sandbox model makes for the use case of the range.</summary>
internal static class RangeCall
{
    /// <summary>Has the call made, and shows all of the answer that came, also where the server was gone before its end.</summary>
    /// <param name="named">The case by which it is to go; null where people were not asked yet.</param>
    /// <returns>Null where nothing came.</returns>
    public static async Task<(HttpStatusCode Status, string? Case, string Body)?> SendAsync(
        HttpClient http, string target, string? named, bool stream, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                model = Prompts.Model,
                stream,
                messages = new[] { new { role = "user", content = $"Go on as planned. [[call: {Prompts.ForceTool} {{\"target\":\"{target}\"}}]]" } },
                tools = new[] { new { type = "function", function = new { name = Prompts.ForceTool, description = "Strikes a target on the range." } } },
            }),
        };
        if (named is not null)
        {
            request.Headers.Add("Concordat-Case", named);
        }

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var came = new MemoryStream();
            try
            {
                await response.Content.CopyToAsync(came, cancellationToken);
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                // what came until then counts
            }

            return (response.StatusCode, response.Headers.TryGetValues("Concordat-Case", out var held) ? held.Single() : null, Encoding.UTF8.GetString(came.ToArray()));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Whether an answer let the call out.</summary>
    public static bool IsOut((HttpStatusCode Status, string? Case, string Body)? answer) =>
        answer is { Status: HttpStatusCode.OK } passed && passed.Body.Contains(Prompts.ForceTool, StringComparison.Ordinal);
}
