using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Counts;

public sealed class SqliteNodeCountsTests : NodeCountsContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
