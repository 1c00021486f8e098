using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Budgets;

public sealed class SqliteBudgetStoreTests : BudgetStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
