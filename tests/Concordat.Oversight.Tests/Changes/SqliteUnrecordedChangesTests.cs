using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Changes;

public sealed class SqliteUnrecordedChangesTests : UnrecordedChangesContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
