using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Notices;

public sealed class SqliteNoticeStoreTests : NoticeStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
