using System.Data.Common;
using Npgsql;

namespace Concordat.Ledger.Tests.PostgreSql;

/// <summary>The way to a database, which can be cut.</summary>
internal sealed class CutSource(string connectionString) : DbDataSource
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public volatile bool IsCut;

    public override string ConnectionString => _source.ConnectionString;

    protected override DbConnection CreateDbConnection() => _source.CreateConnection();

    protected override DbConnection OpenDbConnection()
    {
        if (IsCut)
        {
            throw new NpgsqlException("the network is down");
        }

        return _source.OpenConnection();
    }

    protected override void Dispose(bool disposing)
    {
        _source.Dispose();
        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await _source.DisposeAsync();
        await base.DisposeAsyncCore();
    }
}
