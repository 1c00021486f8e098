using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Orders;

public abstract class OrderStoreContract : StoreContract
{
    [Fact]
    public async Task Documents_are_kept_in_the_order_in_which_they_came()
    {
        Assert.Equal(0, await Stores.Orders.CountAsync(Cancellation));
        Assert.True(await Stores.Orders.AddAsync("b", "first"u8.ToArray(), Cancellation));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Stores.Orders.AddAsync("a", "second"u8.ToArray(), Cancellation));

        var all = await Stores.Orders.ListAsync(0, Cancellation);
        Assert.Equal(["1 b first", "2 a second"], all.Select(row => $"{row.Number} {row.Id} {System.Text.Encoding.UTF8.GetString(row.Envelope)}"));
        Assert.Equal(Time.GetUtcNow(), all[1].Taken);
        Assert.Equal(["a"], (await Stores.Orders.ListAsync(1, Cancellation)).Select(row => row.Id));
        Assert.Equal(2, await Stores.Orders.CountAsync(Cancellation));
    }

    [Fact]
    public async Task An_id_is_taken_once_and_the_first_document_stays()
    {
        Assert.True(await Stores.Orders.AddAsync("a", "first"u8.ToArray(), Cancellation));
        Assert.False(await Stores.Orders.AddAsync("a", "second"u8.ToArray(), Cancellation));
        Assert.True(await Stores.Orders.AddAsync("b", "third"u8.ToArray(), Cancellation));

        Assert.Equal(["first", "third"], (await Stores.Orders.ListAsync(0, Cancellation)).Select(row => System.Text.Encoding.UTF8.GetString(row.Envelope)));
        Assert.Equal(2, await Stores.Orders.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Writers_of_several_processes_number_without_gaps()
    {
        var other = await OpenAnotherAsync();
        var added = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
            (i % 2 == 0 ? Stores : other).Orders.AddAsync($"order-{i / 2}", BitConverter.GetBytes(i), Cancellation).AsTask())));

        Assert.Equal(20, added.Count(each => each));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), (await other.Orders.ListAsync(0, Cancellation)).Select(row => row.Number));
    }

    [Fact]
    public async Task Of_two_nodes_that_take_a_number_at_once_one_gets_it_and_the_other_the_next()
    {
        var other = await OpenAnotherAsync();
        for (var round = 0; round < 12; round++)
        {
            var next = (round * 2) + 1;
            Assert.Equal(next - 1, await Stores.Orders.CountAsync(Cancellation));
            var added = await Task.WhenAll(new[] { Stores, other }.Select((stores, i) => Task.Run(() => stores.Orders.AddAsync(next, $"order-{round}-{i}", new byte[] { 1 }, Cancellation).AsTask())));
            var late = Array.IndexOf(added, false);
            Assert.Single(added, true);
            Assert.True(await (late == 0 ? Stores : other).Orders.AddAsync(next + 1, $"order-{round}-{late}", new byte[] { 2 }, Cancellation));
        }

        var rows = await other.Orders.ListAsync(0, Cancellation);
        Assert.Equal(Enumerable.Range(1, 24).Select(static i => (long)i), rows.Select(static row => row.Number));
        Assert.Equal(24, rows.Select(static row => row.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rows, static row => Assert.Equal(row.Number % 2 == 1 ? 1 : 2, row.Envelope[0]));
        Assert.False(await Stores.Orders.AddAsync(24, "late", "late"u8.ToArray(), Cancellation)); // the number is taken
        Assert.False(await Stores.Orders.AddAsync(26, "early", "early"u8.ToArray(), Cancellation)); // there would be a gap
        Assert.False(await Stores.Orders.AddAsync(25, "order-3-0", "again"u8.ToArray(), Cancellation));
        Assert.Equal(24, await Stores.Orders.CountAsync(Cancellation));
    }
}
