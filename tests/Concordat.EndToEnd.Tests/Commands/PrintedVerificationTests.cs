using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Commands;

/// <summary>The verification that the demo prints, typed as it stands.</summary>
public sealed class PrintedVerificationTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_passes_during_and_after_the_run_and_fails_on_a_copy_with_one_changed_bit()
    {
        var line = demo.Process.OutputLines.Select(each => each.Trim()).Single(each => each.StartsWith("concordat ledger verify ", StringComparison.Ordinal));
        using (var http = demo.Process.NewClient())
        {
            using var response = await Ask.ChatAsync(http, Prompts.Permitted, Stop);
            response.EnsureSuccessStatusCode();
        }

        var during = await CommandRun.BashAsync(line, Stop);
        Assert.True(during.Code == 0, during.ToString());
        Assert.Equal(0, await demo.Process.EndAsync(Stop));
        var after = await CommandRun.BashAsync(line, Stop);
        Assert.True(after.Code == 0, after.ToString());
        Assert.StartsWith("valid: 5 entries", after.Output, StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        var copy = folder.File("ledger");
        LedgerFiles.Copy(demo.Process.Ledger, copy);
        line = line.Replace(demo.Process.Ledger, copy, StringComparison.Ordinal);
        foreach (var beginning in new[] { "checkpoint", "tile/0/", "tile/entries/" })
        {
            var file = LedgerFiles.Find(copy, beginning);
            LedgerFiles.Flip(file);
            var broken = await CommandRun.BashAsync(line, Stop);
            LedgerFiles.Flip(file);
            Assert.True(broken.Code == 1, $"{file}: {broken}");
            Assert.Contains("not valid", broken.Error, StringComparison.Ordinal);
        }

        var restored = await CommandRun.BashAsync(line, Stop);
        Assert.True(restored.Code == 0, restored.ToString());
    }
}
