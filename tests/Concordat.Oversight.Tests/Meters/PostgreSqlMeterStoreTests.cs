using Concordat.Oversight.Tests.Kit;
using Concordat.Tests.Kit;

namespace Concordat.Oversight.Tests.Meters;

public sealed class PostgreSqlMeterStoreTests(PostgreSqlServer server) : MeterStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => PostgreSqlTestDatabase.CreateAsync(server);
}
