using System.Net.Http.Json;
using System.Text;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Secrets;

/// <summary>Neither content nor keys may be found in what the program leaves behind.</summary>
public sealed class SecretsTests
{
    private const string Marker = "zebrafinch-4417";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Neither_content_nor_keys_reach_the_disk_or_the_log()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("demo");
        await using var process = await ConcordatProcess.DemoAsync(data, Stop);
        var printedAtStart = process.Output;
        using (var http = process.NewClient())
        {
            await SendEverywhereAsync(http);
        }

        using (var stranger = process.NewClient($"ck_{Marker}"))
        {
            using var refused = await Ask.ChatAsync(stranger, Marker, Stop);
            Assert.Equal(401, (int)refused.StatusCode);
        }

        AssertAbsent(process, data, printedAtStart);
        Assert.Equal(0, await process.EndAsync(Stop));
        AssertAbsent(process, data, printedAtStart);
        Assert.NotEmpty(await File.ReadAllBytesAsync(LedgerFiles.Find(process.Ledger, "tile/entries/"), Stop));
    }

    private static async Task SendEverywhereAsync(HttpClient http)
    {
        // permitted, refused, held; as a question, an answer, a stream, an argument
        Assert.Equal(200, await StatusAsync(Ask.ChatAsync(http, $"Summarise the log of {Marker}.", Stop)));
        Assert.Equal(200, await StatusAsync(Ask.ChatAsync(http, Prompts.Answering($"It was {Marker} indeed."), Stop, stream: true)));
        Assert.Equal(403, await StatusAsync(Ask.ChatAsync(http, $"{Marker} {Prompts.TooManyPersons}", Stop)));
        Assert.Equal(403, await StatusAsync(Ask.ToolAsync(http, $"[[call: realign_antenna {{\"grid\":\"{Marker}\"}}]]", Prompts.StrangeTool, Stop)));
        Assert.Equal(200, await StatusAsync(Ask.ToolAsync(http, $"[[call: get_weather {{\"place\":\"{Marker}\"}}]]", Prompts.HarmlessTool, Stop)));

        // the other routes
        Assert.Equal(200, await StatusAsync(http.PostAsJsonAsync("/v1/responses", new { model = Prompts.Model, input = Marker }, Stop)));
        Assert.Equal(200, await StatusAsync(http.PostAsJsonAsync("/v1/embeddings", new { model = Prompts.Model, input = Marker, encoding_format = "float" }, Stop)));
        Assert.Equal(200, await StatusAsync(http.PostAsJsonAsync(
            "/v1/messages", new { model = Prompts.Model, max_tokens = 9, messages = new[] { new { role = "user", content = Marker } } }, Stop)));
        Assert.Equal(200, await StatusAsync(http.PostAsJsonAsync(
            "/v1/preflight", new { operation = "chat", request = new { model = Prompts.Model, messages = new[] { new { role = "user", content = Marker } } } }, Stop)));

        // what is malformed, and what stands beside the body
        Assert.Equal(400, await StatusAsync(PostAsync(http, $$"""{"model":"sandbox","messages":[],"{{Marker}}":1,"{{Marker}}":2}""")));
        Assert.Equal(400, await StatusAsync(PostAsync(http, $$"""{"model":"sandbox","messages":"{{Marker}}" """)));
        Assert.Equal(403, await StatusAsync(PostAsync(http, $$"""{"model":"sandbox","messages":[{"role":"user","content":[{"type":"{{Marker}}"}]}]}""")));
        Assert.Equal(404, await StatusAsync(http.GetAsync(new Uri($"/v1/{Marker}?q={Marker}", UriKind.Relative), Stop)));
        foreach (var header in new[] { "Concordat-Case", "Concordat-Sources", "Concordat-Label", "User-Agent", "X-Request-Id" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = JsonContent.Create(new { model = Prompts.Model, messages = new[] { new { role = "user", content = Prompts.Permitted } } }),
            };
            request.Headers.TryAddWithoutValidation(header, Marker);
            using var response = await http.SendAsync(request, Stop);
            Assert.True((int)response.StatusCode < 500, header);
        }
    }

    private static void AssertAbsent(ConcordatProcess process, string data, string printedAtStart)
    {
        var secret = process.Key.Split('_', 3)[2];
        var rangeSecret = process.OutputLines.Single(line => line.StartsWith("# held", StringComparison.Ordinal)) is { } held
            ? process.Output[process.Output.IndexOf(held, StringComparison.Ordinal)..].Split("Bearer ")[1].Split('\'')[0].Split('_', 3)[2]
            : "";
        Assert.NotEqual(secret, rangeSecret);
        // the lock file cannot be opened while the process lives, and is empty; a socket holds nothing
        var files = Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("lock" or "control.sock")).ToList();
        Assert.Contains(files, file => file.EndsWith("concordat.db", StringComparison.Ordinal));
        Assert.Contains(files, file => Holds(file, ServedInstallation.FirstUseCase));
        foreach (var forbidden in new[] { Marker, secret, rangeSecret })
        {
            Assert.All(files, file => Assert.False(Holds(file, forbidden), $"`{forbidden}` stands in {file}"));
            Assert.DoesNotContain(forbidden, process.Error, StringComparison.Ordinal);
        }

        // the keys stand on standard output once, where the demo prints them; nothing follows
        Assert.DoesNotContain(Marker, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ck_", process.Output[printedAtStart.Length..], StringComparison.Ordinal);
    }

    // SQLite and the ledger hold their files open.
    private static bool Holds(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string body) =>
        http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"), Stop);

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        await response.Content.ReadAsByteArrayAsync(Stop);
        return (int)response.StatusCode;
    }
}
