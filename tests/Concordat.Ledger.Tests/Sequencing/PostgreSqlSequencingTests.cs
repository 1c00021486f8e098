using Concordat.Ledger.Tests.PostgreSql;
using Concordat.Tests.Kit;

namespace Concordat.Ledger.Tests.Sequencing;

public sealed class PostgreSqlSequencingTests(PostgreSqlServer server) : SequencingContract
{
    private TestDatabase? _database;

    public override async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(server);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database!.DisposeAsync();
    }

    internal override LedgerWriter Open(string? directory = null, long maxUnintegratedBytes = long.MaxValue) => LedgerWriter.Open(
        Log.Options with { Directory = directory ?? Log.LogDirectory, MaxUnintegratedBytes = maxUnintegratedBytes, Database = _database!.Ledger },
        TimeProvider.System);

    internal override Task FailAsync(bool failing) => _database!.CutOffAsync(failing);
}
