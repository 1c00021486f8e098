using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Meters;

public sealed class SqliteMeterTailTests : MeterTailContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
