using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Signers;

public sealed class SqliteRevokedSignerStoreTests : RevokedSignerStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
