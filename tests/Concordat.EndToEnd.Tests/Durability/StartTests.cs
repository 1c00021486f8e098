using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>What the program does not start on.</summary>
public sealed class StartTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_process_does_not_serve_from_the_same_data_and_the_first_goes_on()
    {
        var second = await CommandRun.ConcordatAsync(Stop, "demo", "--port", "0", "--data", demo.Data);

        Assert.NotEqual(0, second.Code);
        Assert.Contains(Path.Combine("data", "ledger"), second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Error, StringComparison.Ordinal);
        using var http = demo.Process.NewClient();
        Assert.Equal("", await Ask.CodeAsync(Ask.ChatAsync(http, Prompts.Permitted, Stop), Stop));
    }

    [Fact]
    public async Task A_ledger_that_was_changed_is_not_continued_and_the_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("demo");
        string ledger;
        await using (var process = await ConcordatProcess.DemoAsync(data, Stop))
        {
            ledger = process.Ledger;
            using (var http = process.NewClient())
            {
                Assert.Equal("", await Ask.CodeAsync(Ask.ChatAsync(http, Prompts.Permitted, Stop), Stop));
            }

            Assert.Equal(0, await process.EndAsync(Stop));
        }

        foreach (var beginning in new[] { "checkpoint", "tile/0/" })
        {
            var file = LedgerFiles.Find(ledger, beginning);
            LedgerFiles.Flip(file);
            var start = await CommandRun.ConcordatAsync(Stop, "demo", "--port", "0", "--data", data);
            LedgerFiles.Flip(file);
            Assert.Equal(1, start.Code);
            Assert.Contains(Path.GetRelativePath(ledger, file), start.Error, StringComparison.Ordinal);
        }

        await using var again = await ConcordatProcess.DemoAsync(data, Stop);
        Assert.StartsWith("http://127.0.0.1:", again.Url, StringComparison.Ordinal);
    }
}
