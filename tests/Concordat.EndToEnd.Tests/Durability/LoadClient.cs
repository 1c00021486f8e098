using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>Asks without a pause until the server is gone, and keeps what it received whole.</summary>
internal sealed class LoadClient(ConcordatProcess process, ConcurrentQueue<ReceivedAnswer> received)
{
    /// <summary>One client's turn after turn: an answer, a stream, a refusal.</summary>
    public async Task RunAsync(int client, Action answered, CancellationToken cancellationToken)
    {
        using var http = process.NewClient();
        for (var turn = client; ; turn++)
        {
            try
            {
                if (await AskAsync(http, turn % 3, cancellationToken) is { } answer)
                {
                    received.Enqueue(answer);
                    answered();
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private static async Task<ReceivedAnswer?> AskAsync(HttpClient http, int kind, CancellationToken cancellationToken)
    {
        var prompt = kind == 2 ? Prompts.TooManyPersons : Prompts.Permitted;
        using var response = await http.PostAsJsonAsync(
            "/v1/chat/completions",
            new { model = Prompts.Model, stream = kind == 1, messages = new[] { new { role = "user", content = prompt } } },
            cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True((int)response.StatusCode == (kind == 2 ? 403 : 200), text);
        Assert.True(kind != 1 || text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal), $"a stream ended cleanly before its end:\n{text}");
        return new ReceivedAnswer(
            long.Parse(Header(response, "Concordat-Entry"), CultureInfo.InvariantCulture),
            Header(response, "Concordat-Request"),
            Header(response, "Concordat-Verdict"));
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
