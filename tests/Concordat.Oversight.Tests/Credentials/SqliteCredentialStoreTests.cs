using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Credentials;

public sealed class SqliteCredentialStoreTests : CredentialStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
