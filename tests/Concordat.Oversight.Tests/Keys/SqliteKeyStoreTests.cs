using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Keys;

public sealed class SqliteKeyStoreTests : KeyStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
