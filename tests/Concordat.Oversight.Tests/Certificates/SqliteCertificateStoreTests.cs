using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Certificates;

public sealed class SqliteCertificateStoreTests : CertificateStoreContract
{
    protected override ValueTask<StoreDatabase> CreateDatabaseAsync() => ValueTask.FromResult<StoreDatabase>(new SqliteTestDatabase());
}
