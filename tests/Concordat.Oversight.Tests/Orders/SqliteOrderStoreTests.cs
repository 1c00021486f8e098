using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Orders;

public sealed class SqliteOrderStoreTests : OrderStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
