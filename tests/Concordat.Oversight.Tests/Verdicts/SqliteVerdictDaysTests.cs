using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Verdicts;

public sealed class SqliteVerdictDaysTests : VerdictDaysContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
