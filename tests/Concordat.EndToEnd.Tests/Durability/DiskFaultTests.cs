using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Concordat.EndToEnd.Tests.Kit;
using Concordat.Ledger;
using Concordat.Ledger.Verification;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>
/// The program on a disk that is full, read-only or does not answer: clients get 503 with `Retry-After`, nothing that was answered is lost, and
/// it serves again without a restart.
/// </summary>
public sealed class DiskFaultTests
{
    private const int Clients = 8;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_full_disk() => AssertPushesBackAndRecoversAsync(static async (disk, faulted) =>
    {
        disk.Fill();
        await faulted();
        disk.MakeRoom();
    });

    [Fact]
    public Task A_read_only_file_system() => AssertPushesBackAndRecoversAsync(static async (disk, faulted) =>
    {
        await disk.MakeReadOnlyAsync(Stop);
        await faulted();
        await disk.MakeWritableAsync(Stop);
    });

    [Fact]
    public Task A_disk_that_does_not_answer() => AssertPushesBackAndRecoversAsync(static async (disk, faulted) =>
    {
        using var freeze = disk.FreezeFor(20);
        await faulted();
        await freeze.WaitForExitAsync(Stop);
        Assert.Equal(0, freeze.ExitCode);
    });

    private static async Task AssertPushesBackAndRecoversAsync(Func<SmallDisk, Func<Task>, Task> fault)
    {
        await using var disk = await SmallDisk.MakeAsync(192, Stop);
        await using var process = await ConcordatProcess.DemoAsync(Path.Combine(disk.Mount, "demo"), Stop);
        var answered = new ConcurrentBag<long>();
        var refused = new ConcurrentBag<string>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var clients = Enumerable.Range(0, Clients).Select(_ => LoadAsync(process, answered, refused, ending.Token)).ToArray();
        try
        {
            await Eventually.TrueAsync("requests are answered", () => Task.FromResult(answered.Count > 50), Stop);
            await fault(disk, () => Eventually.TrueAsync("requests are pushed back", () => Task.FromResult(refused.Count > Clients), Stop));
            var before = answered.Count;
            await Eventually.TrueAsync("requests are answered again", () => Task.FromResult(answered.Count > before + 50), Stop);
            await Eventually.TrueAsync("it is ready again", async () => (await process.NewClient().GetAsync(new Uri("/readyz", UriKind.Relative), Stop)).IsSuccessStatusCode, Stop);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(clients);
        }

        // The disk holds the store too: where that is silent for ten seconds, the orders in force cannot be known.
        Assert.All(refused, static code => Assert.True(code is "ledger_unavailable" or "store_unavailable", code));
        await AssertAllIsThereAsync(process, answered);
    }

    /// <summary>Asks without a pause; an answer is 200 with its entry, or 503 with when to come again.</summary>
    private static async Task LoadAsync(ConcordatProcess process, ConcurrentBag<long> answered, ConcurrentBag<string> refused, CancellationToken cancellationToken)
    {
        using var http = process.NewClient();
        while (!cancellationToken.IsCancellationRequested)
        {
            using var response = await Ask.ChatAsync(http, Prompts.Permitted, CancellationToken.None);
            var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                answered.Add(long.Parse(Assert.Single(response.Headers.GetValues("Concordat-Entry")), CultureInfo.InvariantCulture));
                continue;
            }

            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}: {text}");
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
            refused.Add(JsonElement.Parse(text).GetProperty("error").GetProperty("code").GetString()!);
        }
    }

    private static async Task AssertAllIsThereAsync(ConcordatProcess process, ConcurrentBag<long> answered)
    {
        var newest = answered.Max();
        var entries = await RecordedEntries.ReadAsync(process.Ledger, process.LogKey, newest, Stop);
        Assert.True(entries.Count > newest);
        Assert.Equal(answered.Count, answered.Distinct().Count());
        Assert.Equal(0, await process.EndAsync(Stop));

        // No decision is left without what became of it: what could not be recorded in time followed later.
        var result = await LedgerVerification.VerifyAsync(process.Ledger, process.LogKey, new LedgerVerificationOptions { Entries = true }, Stop);
        Assert.True(result.IsValid, result.Fault?.ToString() ?? string.Join("; ", result.Record!.Findings));
        Assert.Equal(0, result.Record!.Open);
        Assert.True((await LedgerScrub.RunAsync(process.Ledger, process.LogKey, cancellationToken: Stop)).IsSound);
    }
}
