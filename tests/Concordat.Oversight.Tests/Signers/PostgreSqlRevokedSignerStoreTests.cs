using Concordat.Oversight.Tests.Kit;
using Concordat.Tests.Kit;

namespace Concordat.Oversight.Tests.Signers;

public sealed class PostgreSqlRevokedSignerStoreTests(PostgreSqlServer server) : RevokedSignerStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => PostgreSqlTestDatabase.CreateAsync(server);
}
