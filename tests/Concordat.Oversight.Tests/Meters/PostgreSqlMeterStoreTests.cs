using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Meters;

public sealed class PostgreSqlMeterStoreTests(PostgreSqlServer server) : MeterStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => PostgreSqlTestDatabase.CreateAsync(server);

    protected override async Task<(long Keys, long Persons)> CountRowsAsync()
    {
        var database = (PostgreSqlTestDatabase)Database;
        return ((long)(await database.ExecuteAsync("SELECT count(*) FROM meter_keys"))!,
            (long)(await database.ExecuteAsync("SELECT count(*) FROM meter_persons"))!);
    }
}
