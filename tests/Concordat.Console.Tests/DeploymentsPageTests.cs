using Concordat.Console.Data;
using Concordat.Console.Tests.Kit;
using Concordat.Oversight.Orders;

namespace Concordat.Console.Tests;

/// <summary>The table of deployments says where each is, what it proves, what it is made of and which orders name it, and where nobody said so.</summary>
public sealed class DeploymentsPageTests
{
    private static readonly DateTimeOffset Soon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static DeploymentView Plain { get; } = new("plain", "chat", "unknown", "unknown", "unknown", "A0", Verified: false);

    [Fact]
    public async Task All_that_is_registered_and_proven_of_a_deployment_is_in_its_row()
    {
        var cells = await RowAsync(new DeploymentView("west", "chat", "Example AI", "net", "cloud", "A3", Verified: true)
        {
            Version = "7.1",
            Cloud = "aws",
            Partition = "aws-us-gov",
            Region = "us-gov-west-1",
            Ceiling = "SECRET",
            DataTerms = "nothing is kept, <b>nothing</b> is learned",
            IsCandidate = true,
            Evidence = new EvidenceView("aws-nitro", new string('e', 64), Soon, null),
            Bill = new BillView(new string('b', 64), 12, ""),
            Orders = [new DeploymentOrderView("out-1", "Removal of <b>Example AI</b>", OrderStanding.StopUse, ["maintenance", "legal"]), new DeploymentOrderView("out-2", "Another", OrderStanding.Restriction, [])],
        });

        Assert.Equal("west serves chat candidate", cells[0]);
        Assert.Equal("Example AI version 7.1 data: nothing is kept, <b>nothing</b> is learned", cells[1]);
        Assert.Equal("aws aws-us-gov us-gov-west-1 cloud", cells[2]);
        Assert.Equal("net texts up to SECRET", cells[3]);
        foreach (var words in new[] { "A3 hardware evidence", "aws-nitro, eeeeeeeeeeee", "counts until 2026-11-23", "tested: evidence on file" })
        {
            Assert.Contains(words, cells[4], StringComparison.Ordinal);
        }

        Assert.Equal("bbbbbbbbbbbb, 12 components signed, and nothing left open", cells[5]);
        Assert.Contains("stopped Removal of <b>Example AI</b> for maintenance, legal", cells[6], StringComparison.Ordinal);
        Assert.Contains("spares all here Another", cells[6], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_registered_is_said_plainly()
    {
        var cells = await RowAsync(Plain);

        Assert.Equal(["unknown version not registered data terms not registered", "place not registered hosting not registered", "not registered texts up to unknown"], cells[1..4]);
        Assert.Contains("none is asked of it", cells[4], StringComparison.Ordinal);
        Assert.Equal(["none registered", "none in force"], cells[5..]);
    }

    [Fact]
    public async Task Evidence_that_did_not_come_and_a_bill_that_cannot_be_read_say_why()
    {
        var cells = await RowAsync(Plain with
        {
            IsToolServer = true,
            Evidence = new EvidenceView("azure-maa", null, null, "the token's <i>nonce</i> is another"),
            Bill = new BillView(null, 0, "it cannot be read: the file cannot be opened"),
        });

        Assert.Equal("plain tool server", cells[0]);
        Assert.Contains("A0 no evidence azure-maa the newest attempt failed: the token's <i>nonce</i> is another", cells[4], StringComparison.Ordinal);
        Assert.Equal("it cannot be read: the file cannot be opened", cells[5]);
    }

    /// <summary>The words of each cell of the only row.</summary>
    private static async Task<string[]> RowAsync(DeploymentView deployment)
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Data.Deployments = [deployment];
        var row = Assert.Single((await host.PageAsync("/console/deployments")).QuerySelectorAll("tbody tr"));
        foreach (var sign in row.QuerySelectorAll(".chip span").ToList())
        {
            sign.Remove();
        }

        foreach (var line in row.QuerySelectorAll(".row"))
        {
            line.InsertBefore(line.Owner!.CreateTextNode(" "), line.FirstChild); // each is a line of its own on the page
        }

        return [.. row.QuerySelectorAll("td").Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
    }
}
