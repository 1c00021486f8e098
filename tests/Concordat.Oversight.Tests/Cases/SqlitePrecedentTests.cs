using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Cases;

public sealed class SqlitePrecedentTests : PrecedentContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
