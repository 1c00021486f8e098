using System.Text;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Counts;

public abstract class NodeCountsContract : StoreContract
{
    [Fact]
    public async Task Each_node_has_one_row_a_step_and_anyone_reads_those_of_all()
    {
        var other = await OpenAnotherAsync();
        await WriteAsync(Stores, "to-gov", 1, "a", "1");
        await WriteAsync(Stores, "to-gov", 1, "a", "2");
        await WriteAsync(other, "to-gov", 1, "b", "3");
        await WriteAsync(other, "another", 1, "b", "9");

        Assert.Equal(["3", "2"], await ListAsync(Stores, "to-gov", 1));
        Assert.Equal(["3", "2"], await ListAsync(other, "to-gov", 1));
        Assert.Empty(await ListAsync(Stores, "to-gov", 2));
    }

    [Fact]
    public async Task The_first_count_of_a_step_drops_those_of_the_steps_before_it_and_of_nothing_else()
    {
        await WriteAsync(Stores, "to-gov", 1, "a", "1");
        await WriteAsync(Stores, "another", 1, "a", "1");
        await WriteAsync(Stores, "to-gov", 2, "b", "2");

        // a node that has not heard of the step yet
        await WriteAsync(Stores, "to-gov", 1, "c", "3");

        Assert.Equal(["3"], await ListAsync(Stores, "to-gov", 1));
        Assert.Equal(["2"], await ListAsync(Stores, "to-gov", 2));
        Assert.Equal(["1"], await ListAsync(Stores, "another", 1));
    }

    [Fact]
    public async Task Nodes_that_count_at_once_do_not_lose_each_others_counts()
    {
        var other = await OpenAnotherAsync();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(
            async () => await WriteAsync(i % 2 == 0 ? Stores : other, "to-gov", 1 + (i / 12), $"n{i:00}", "1"), Cancellation)));

        Assert.Equal(12, (await ListAsync(Stores, "to-gov", 2)).Count);
    }

    [Fact]
    public async Task What_is_too_long_is_not_kept() =>
        await Assert.ThrowsAnyAsync<Exception>(async () => await WriteAsync(Stores, "to-gov", 1, "a", new string('1', INodeCounts.MostBytes + 1)));

    private static ValueTask WriteAsync(OversightStores stores, string subject, int step, string node, string counts) =>
        stores.MigrationCounts.WriteAsync(subject, step, node, Encoding.UTF8.GetBytes(counts), Cancellation);

    private static async ValueTask<IReadOnlyList<string>> ListAsync(OversightStores stores, string subject, int step) =>
        [.. (await stores.MigrationCounts.ListAsync(subject, step, Cancellation)).Select(Encoding.UTF8.GetString)];
}
