using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Orders;

public sealed class SqliteDocumentStoreTests : OrderStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
