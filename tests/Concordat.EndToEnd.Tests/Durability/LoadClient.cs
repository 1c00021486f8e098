using System.Collections.Concurrent;
using System.Globalization;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>Asks without a pause until the server is gone, and keeps what it received whole.</summary>
internal sealed class LoadClient(ConcordatProcess process, ConcurrentQueue<ReceivedAnswer> received)
{
    /// <summary>One client's turn after turn: an answer, a stream, a refusal, a hold.</summary>
    public async Task RunAsync(int client, Action answered, CancellationToken cancellationToken)
    {
        using var http = process.NewClient();
        for (var turn = client; ; turn++)
        {
            try
            {
                received.Enqueue(await AskAsync(http, turn, cancellationToken));
                answered();
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private static async Task<ReceivedAnswer> AskAsync(HttpClient http, int turn, CancellationToken cancellationToken)
    {
        var (asked, status) = (turn % 4) switch
        {
            0 => (Ask.ChatAsync(http, Prompts.Permitted, cancellationToken), 200),
            1 => (Ask.ChatAsync(http, Prompts.Permitted, cancellationToken, stream: true), 200),
            2 => (Ask.ChatAsync(http, Prompts.TooManyPersons, cancellationToken), 403),
            _ => (Ask.ToolAsync(http, $"[[call: realign_antenna {{\"turn\":{turn % 200}}}]]", Prompts.StrangeTool, cancellationToken), 403),
        };
        using var response = await asked;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True((int)response.StatusCode == status, text);
        Assert.True(turn % 4 != 1 || text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal), $"a stream ended cleanly before its end:\n{text}");
        return new ReceivedAnswer(
            long.Parse(Header(response, "Concordat-Entry"), CultureInfo.InvariantCulture),
            Header(response, "Concordat-Request"),
            Header(response, "Concordat-Verdict"),
            turn % 4 == 3 ? Header(response, "Concordat-Case") : null);
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
