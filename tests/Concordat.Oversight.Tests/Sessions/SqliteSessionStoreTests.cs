using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Sessions;

public sealed class SqliteSessionStoreTests : SessionStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
