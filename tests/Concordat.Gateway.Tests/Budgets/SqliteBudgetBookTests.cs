using Concordat.Oversight;

namespace Concordat.Gateway.Tests.Budgets;

public sealed class SqliteBudgetBookTests : BudgetBookContract
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("concordat-budgets-");

    protected override ValueTask<OversightStores> OpenStoresAsync(TimeProvider time) =>
        ValueTask.FromResult(OversightStores.OpenSqlite(Path.Combine(_directory.FullName, "oversight.db"), time));

    protected override ValueTask DropAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
