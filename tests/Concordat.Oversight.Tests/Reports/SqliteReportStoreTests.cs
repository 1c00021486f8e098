using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Reports;

public sealed class SqliteReportStoreTests : ReportStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
