using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Cases;

public sealed class SqliteCaseBoardTests : CaseBoardContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
