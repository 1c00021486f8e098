using System.Net;
using Concordat.EndToEnd.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>The program while another process holds its store: who needs the store waits for it, and nobody else.</summary>
public sealed class LockedStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_needs_the_store_does_not_hold_up_the_sockets_of_the_others()
    {
        using var folder = new TemporaryFolder();
        await using var process = await ConcordatProcess.DemoOnOneCoreAsync(folder.File("demo"), Stop);
        using var http = process.NewClient();
        Assert.Equal("clause_6.9", await Ask.CodeAsync(HeldAsync(http), Stop)); // compiled, and what it reads first is read

        await using var other = new SqliteConnection($"Data Source={folder.File("demo/data/concordat.db")};Pooling=False");
        await other.OpenAsync(Stop);
        Task<string>[] held;
        await using (await other.BeginTransactionAsync(Stop))
        {
            held = [.. Enumerable.Range(0, 4).Select(i => Ask.CodeAsync(HeldAsync(http, i), Stop))];
            for (var i = 0; i < 3; i++)
            {
                using var permitted = await Ask.ChatAsync(http, Prompts.Permitted, Stop);
                Assert.Equal(HttpStatusCode.OK, permitted.StatusCode);
            }

            Assert.All(held, static each => Assert.False(each.IsCompleted));
        }

        Assert.All(await Task.WhenAll(held), static code => Assert.True(code is "clause_6.9" or "store_unavailable", code));
    }

    // Another act each time: the same one would find its case, and write nothing.
    private static Task<HttpResponseMessage> HeldAsync(HttpClient http, int place = 9) => Ask.ToolAsync(
        http, $"Align the antenna. [[call: {Prompts.StrangeTool} {{\"grid\":\"31UDQ48{place}5\"}}]]", Prompts.StrangeTool, Stop);
}
