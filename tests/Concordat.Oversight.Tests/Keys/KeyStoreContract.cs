using Concordat.Oversight.Keys;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Keys;

public abstract class KeyStoreContract : StoreContract
{
    [Fact]
    public async Task A_created_key_is_found_and_listed_as_it_was_made()
    {
        var expires = Time.GetUtcNow().AddDays(7);
        var (record, shown) = await Stores.Keys.CreateAsync("radar-maintenance", "laptop", expires, Cancellation);

        Assert.Equal(new ApiKeyRecord(record.Id, "radar-maintenance", "laptop", Time.GetUtcNow(), expires, null), record);
        Assert.Matches($"^ck_{record.Id}_[A-Za-z0-9_-]{{43}}$", shown);
        Assert.Equal(record, await Stores.Keys.FindAsync(record.Id, Cancellation));
        Assert.Equal([record], await Stores.Keys.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Keys_are_listed_oldest_first()
    {
        var first = await Stores.Keys.CreateAsync("a", "first", null, Cancellation);
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = await Stores.Keys.CreateAsync("b", "second", null, Cancellation);

        Assert.Equal([first.Record, second.Record], await Stores.Keys.ListAsync(Cancellation));
    }

    [Fact]
    public async Task The_secret_is_not_in_what_the_store_returns()
    {
        var (record, shown) = await Stores.Keys.CreateAsync("a", "b", null, Cancellation);
        var stored = Assert.Single((await Stores.Keys.LoadAsync(Cancellation)).Keys);

        Assert.DoesNotContain(shown[12..], record.ToString(), StringComparison.Ordinal);
        Assert.Equal(ApiKeyFormat.Hash(shown[12..]), stored.SecretHash.ToArray());
    }

    [Fact]
    public async Task A_key_of_one_id_is_made_once_whoever_asks_at_the_same_time_and_after_its_revocation()
    {
        var start = await Stores.Keys.VersionAsync(Cancellation);
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(async at => await Stores.Keys.CreateOnceAsync("0123abcd", "a", $"b{at}", null, "somebody", Cancellation)));
        var (record, shown) = Assert.Single(made, static key => key is not null)!;
        Assert.Equal("0123abcd", record.Id);
        Assert.Equal(ApiKeyFormat.Hash(shown[12..]), Assert.Single((await Stores.Keys.LoadAsync(Cancellation)).Keys).SecretHash.ToArray());
        Assert.Equal(start + 1, await Stores.Keys.VersionAsync(Cancellation));

        await Stores.Keys.RevokeAsync(record.Id, Cancellation);
        Assert.Null(await Stores.Keys.CreateOnceAsync(record.Id, "c", "d", null, null, Cancellation));
        Assert.Equal(record.Label, Assert.Single(await Stores.Keys.ListAsync(Cancellation)).Label);
    }

    [Fact]
    public async Task Revoking_twice_keeps_the_first_time()
    {
        var (record, _) = await Stores.Keys.CreateAsync("a", "b", null, Cancellation);
        var revoked = Time.GetUtcNow();
        Assert.True(await Stores.Keys.RevokeAsync(record.Id, Cancellation));
        Time.Advance(TimeSpan.FromHours(1));

        Assert.True(await Stores.Keys.RevokeAsync(record.Id, Cancellation));
        Assert.Equal(revoked, (await Stores.Keys.FindAsync(record.Id, Cancellation))?.Revoked);
    }

    [Fact]
    public async Task Revoking_an_unknown_key_says_so()
    {
        Assert.False(await Stores.Keys.RevokeAsync("00000000", Cancellation));
        Assert.Null(await Stores.Keys.FindAsync("00000000", Cancellation));
    }

    [Fact]
    public async Task The_version_grows_with_each_change_and_with_nothing_else()
    {
        var start = await Stores.Keys.VersionAsync(Cancellation);
        var (record, _) = await Stores.Keys.CreateAsync("a", "b", null, Cancellation);
        Assert.Equal(start + 1, await Stores.Keys.VersionAsync(Cancellation));

        await Stores.Keys.RevokeAsync(record.Id, Cancellation);
        await Stores.Keys.RevokeAsync(record.Id, Cancellation);
        await Stores.Keys.ListAsync(Cancellation);

        Assert.Equal(start + 2, await Stores.Keys.VersionAsync(Cancellation));
        Assert.Equal(start + 2, (await Stores.Keys.LoadAsync(Cancellation)).Version);
    }

    [Fact]
    public async Task Changes_by_another_process_are_seen()
    {
        var other = await OpenAnotherAsync();
        var (record, _) = await other.Keys.CreateAsync("a", "b", null, Cancellation);

        Assert.Equal(record, await Stores.Keys.FindAsync(record.Id, Cancellation));
    }

    [Fact]
    public async Task Parallel_creations_all_succeed()
    {
        var other = await OpenAnotherAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Keys.CreateAsync("a", $"key {i}", null, Cancellation), Cancellation)));

        Assert.Equal(40, (await Stores.Keys.ListAsync(Cancellation)).Count);
    }

    [Theory]
    [InlineData("", "label")]
    [InlineData("use-case", " ")]
    public async Task Blank_names_are_refused(string useCase, string label) =>
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Stores.Keys.CreateAsync(useCase, label, null, Cancellation));

    [Fact]
    public async Task A_key_that_would_be_born_expired_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Stores.Keys.CreateAsync("a", "b", Time.GetUtcNow(), Cancellation));
}
