using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Meters;

public sealed class SqliteMeterStoreTests : MeterStoreContract
{
    private SqliteTestDatabase File => (SqliteTestDatabase)Database;

    [Fact]
    public async Task An_identifier_is_nowhere_in_the_files()
    {
        await ReserveAsync("radar", Time.GetUtcNow(), "ann@example.org");
        Assert.False(File.Contains("ann@example.org"u8));
        Assert.True(File.Contains("radar"u8));
    }

    [Fact]
    public async Task A_destroyed_key_is_nowhere_in_the_files()
    {
        await ReserveAsync("radar", Time.GetUtcNow(), "ann");
        var key = (byte[])File.Execute("SELECT key FROM meter_epochs")!;
        var person = (byte[])File.Execute("SELECT person FROM meter_seen LIMIT 1")!;
        Assert.True(File.Contains(key));
        Assert.True(File.Contains(person));

        await Stores.Meters.SweepAsync(Time.GetUtcNow().AddDays(70), Cancellation);

        Assert.False(File.Contains(key));
        Assert.False(File.Contains(person));
    }

    [Fact]
    public async Task A_refused_look_up_leaves_no_trace_in_the_tables()
    {
        await ForetellAsync("radar", Time.GetUtcNow(), "ann");
        Assert.Equal(0L, File.Execute("SELECT (SELECT count(*) FROM meter_seen) + (SELECT count(*) FROM meter_epochs)"));
    }

    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
