using Concordat.Oversight.Tests.Kit;
using Concordat.Tests.Kit;

namespace Concordat.Oversight.Tests.Cases;

public sealed class PostgreSqlCaseDecisionTests(PostgreSqlServer server) : CaseDecisionContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => PostgreSqlTestDatabase.CreateAsync(server);
}
