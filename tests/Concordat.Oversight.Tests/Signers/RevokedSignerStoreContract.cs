using Concordat.Oversight.Signers;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Signers;

public abstract class RevokedSignerStoreContract : StoreContract
{
    private static readonly string A = new('a', 64);
    private static readonly string B = new('b', 64);
    private static readonly string C = new('c', 64);

    [Fact]
    public async Task A_revoked_key_is_listed_as_it_was_given_also_by_another_process()
    {
        Assert.Empty(await Stores.RevokedSigners.ListAsync(Cancellation));
        await Stores.RevokedSigners.AddAsync(new RevokedSigner(B, Time.GetUtcNow(), 7, []), Cancellation);
        await Stores.RevokedSigners.AddAsync(new RevokedSigner(A, Time.GetUtcNow(), 8, [B, C]), Cancellation);

        foreach (var stores in (OversightStores[])[Stores, await OpenAnotherAsync()])
        {
            var found = await stores.RevokedSigners.ListAsync(Cancellation);
            Assert.Equal([(A, 8L, $"{B} {C}"), (B, 7L, "")], found.Select(static s => (s.KeyId, s.Entry, string.Join(' ', s.Agreements))));
            Assert.All(found, s => Assert.Equal(Time.GetUtcNow(), s.Revoked));
        }
    }

    [Fact]
    public async Task Revoked_twice_a_key_stays_revoked_since_the_first_time_and_no_agreement_comes_back()
    {
        var first = Time.GetUtcNow();
        await Stores.RevokedSigners.AddAsync(new RevokedSigner(A, first, 7, [B]), Cancellation);
        Time.Advance(TimeSpan.FromDays(1));
        await Stores.RevokedSigners.AddAsync(new RevokedSigner(A, Time.GetUtcNow(), 9, [B, C]), Cancellation);

        var found = Assert.Single(await Stores.RevokedSigners.ListAsync(Cancellation));
        Assert.Equal((first, 7L), (found.Revoked, found.Entry));
        Assert.Equal([B], found.Agreements);
        await Stores.RevokedSigners.AddAsync(new RevokedSigner(A, Time.GetUtcNow(), 10, []), Cancellation);
        Assert.Empty(Assert.Single(await Stores.RevokedSigners.ListAsync(Cancellation)).Agreements);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n")]
    public async Task What_is_no_hash_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Stores.RevokedSigners.AddAsync(new RevokedSigner(key, Time.GetUtcNow(), 1, []), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Stores.RevokedSigners.AddAsync(new RevokedSigner(A, Time.GetUtcNow(), 1, [key]), Cancellation));
    }
}
