using Concordat.Oversight.Tests.Kit;
using Concordat.Tests.Kit;

namespace Concordat.Oversight.Tests.Keys;

public sealed class PostgreSqlKeyStoreTests(PostgreSqlServer server) : KeyStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => PostgreSqlTestDatabase.CreateAsync(server);
}
