using System.Globalization;
using System.Net;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Ledger;

/// <summary>The ledger of the running program under a checker that nobody here wrote.</summary>
public sealed class IndependentCheckTests(DemoFixture demo, IndependentChecker checker) : IClassFixture<DemoFixture>, IClassFixture<IndependentChecker>
{
    private const int Requests = 300;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_accepts_what_the_gateway_recorded_and_refuses_it_with_one_changed_bit()
    {
        var process = demo.Process;
        using (var http = process.NewClient())
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (i, stop) =>
            {
                using var response = await Ask.ChatAsync(http, i % 3 == 0 ? Prompts.TooManyPersons : Prompts.Permitted, stop);
                Assert.Equal(i % 3 == 0 ? HttpStatusCode.Forbidden : HttpStatusCode.OK, response.StatusCode);
            });
        }

        // an ordinary end signs a last checkpoint over everything
        Assert.Equal(0, await process.EndAsync(Stop));
        var (ledger, key) = (process.Ledger, process.LogKey);

        var accepted = await checker.CheckAsync(ledger, key, Stop);

        Assert.True(accepted.Code == 0, accepted.ToString());
        Assert.Contains("PASS", accepted.Output, StringComparison.Ordinal);
        // a decision for each request, an outcome for each that was answered, and the configuration at the start
        var size = File.ReadLines(Path.Combine(ledger, "checkpoint")).ElementAt(1);
        Assert.Equal(Requests + (Requests * 2 / 3) + 3, int.Parse(size, CultureInfo.InvariantCulture)); // the configuration and two keys stand first
        foreach (var beginning in new[] { "checkpoint", "tile/0/000", "tile/1/", "tile/entries/001" })
        {
            var file = LedgerFiles.Find(ledger, beginning);
            LedgerFiles.Flip(file);
            var refused = await checker.CheckAsync(ledger, key, Stop);
            LedgerFiles.Flip(file);
            Assert.True(refused.Code == 1 && refused.ToString().Contains("FAIL", StringComparison.Ordinal), $"{file}: {refused}");
        }
    }
}
