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
}
