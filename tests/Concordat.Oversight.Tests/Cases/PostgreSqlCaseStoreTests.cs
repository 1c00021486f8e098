using Concordat.Oversight.Tests.Kit;
using Concordat.Tests.Kit;

namespace Concordat.Oversight.Tests.Cases;

public sealed class PostgreSqlCaseStoreTests(PostgreSqlServer server) : CaseStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => PostgreSqlTestDatabase.CreateAsync(server);
}
