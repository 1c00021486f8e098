using Concordat.Oversight.Sessions;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Sessions;

public abstract class SessionStoreContract : StoreContract
{
    private static readonly SessionLimits Limits = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(12));

    [Fact]
    public async Task A_session_is_found_by_the_hash_of_its_secret_on_every_node()
    {
        var secret = await BeginAsync("ann");
        var other = await OpenAnotherAsync();

        Assert.Equal("ann", (await other.Sessions.FindAsync(secret.ToHash(), Limits, Cancellation))?.Person);
        Assert.Null(await Stores.Sessions.FindAsync(SessionSecret.New().ToHash(), Limits, Cancellation));
    }

    [Fact]
    public async Task The_secret_itself_is_not_in_the_store()
    {
        var secret = await BeginAsync("ann");
        Assert.Equal(secret.ToHash(), (byte[])(await Database.ExecuteAsync("SELECT hash FROM sessions"))!);
    }

    [Fact]
    public async Task A_session_that_is_used_goes_on_until_its_life_is_over()
    {
        var secret = await BeginAsync("ann");
        for (var i = 0; i < 47; i++)
        {
            Time.Advance(TimeSpan.FromMinutes(15));
            Assert.NotNull(await Stores.Sessions.FindAsync(secret.ToHash(), Limits, Cancellation));
        }

        Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await Stores.Sessions.FindAsync(secret.ToHash(), Limits, Cancellation));
    }

    [Fact]
    public async Task A_session_that_nobody_uses_ends_and_is_swept_by_the_next()
    {
        var secret = await BeginAsync("ann");
        Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(await Stores.Sessions.FindAsync(secret.ToHash(), Limits, Cancellation));
        await BeginAsync("ben");
        Assert.Equal(1L, await Database.ExecuteAsync("SELECT count(*) FROM sessions"));
    }

    [Fact]
    public async Task Ending_one_session_leaves_the_others()
    {
        var (first, second) = (await BeginAsync("ann"), await BeginAsync("ann"));
        await Stores.Sessions.EndAsync(first.ToHash(), Cancellation);
        await Stores.Sessions.EndAsync(first.ToHash(), Cancellation);

        Assert.Null(await Stores.Sessions.FindAsync(first.ToHash(), Limits, Cancellation));
        Assert.NotNull(await Stores.Sessions.FindAsync(second.ToHash(), Limits, Cancellation));
        Assert.Equal(1, await Stores.Sessions.EndAllAsync("ann", Cancellation));
        Assert.Null(await Stores.Sessions.FindAsync(second.ToHash(), Limits, Cancellation));
    }

    [Fact]
    public async Task Of_many_sessions_of_one_person_the_oldest_end()
    {
        var first = await BeginAsync("ann");
        Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < SessionLimits.MostOfOnePerson; i++)
        {
            await BeginAsync("ann");
        }

        Assert.Null(await Stores.Sessions.FindAsync(first.ToHash(), Limits, Cancellation));
        Assert.Equal((long)SessionLimits.MostOfOnePerson, await Database.ExecuteAsync("SELECT count(*) FROM sessions"));
    }

    private async Task<SessionSecret> BeginAsync(string person)
    {
        var secret = SessionSecret.New();
        await Stores.Sessions.BeginAsync(secret.ToHash(), person, "key", Limits, Cancellation);
        return secret;
    }
}
