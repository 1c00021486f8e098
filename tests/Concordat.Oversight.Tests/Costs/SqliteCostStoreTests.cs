using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Costs;

public sealed class SqliteCostStoreTests : CostStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
