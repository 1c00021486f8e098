using Concordat.Oversight.Tests.Kit;
using Concordat.Tests.Kit;

namespace Concordat.Oversight.Tests.Changes;

public sealed class PostgreSqlUnrecordedChangesTests(PostgreSqlServer server) : UnrecordedChangesContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => PostgreSqlTestDatabase.CreateAsync(server);
}
