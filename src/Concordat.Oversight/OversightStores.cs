using Concordat.Oversight.Budgets;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Changes;
using Concordat.Oversight.Costs;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Meters;
using Concordat.Oversight.Notices;
using Concordat.Oversight.Reports;
using Concordat.Oversight.Sessions;
using Concordat.Oversight.Signers;
using Concordat.Oversight.Stores;
using Concordat.Oversight.Stores.PostgreSql;
using Concordat.Oversight.Stores.Sqlite;
using Concordat.Oversight.Verdicts;

namespace Concordat.Oversight;

/// <summary>All of the human side's state, over one database.</summary>
/// <remarks>Dispose what uses the ports, such as a <see cref="KeyVerifier"/>, first.</remarks>
public sealed class OversightStores : IAsyncDisposable
{
    private readonly IAsyncDisposable _database;
    private readonly MeterSweep _sweep;

    private OversightStores(
        IAsyncDisposable database, IKeyStore keys, ICaseStore cases, ICaseBoard board, ICredentialStore credentials, IMeterStore meters, IRevokedSignerStore revokedSigners,
        ISessionStore sessions, IVerdictDays verdicts, IDocumentStore orders, IDocumentStore rulings, IDocumentStore migrations, IDocumentStore certificates, IDocumentStore readiness, IDocumentStore orderMemory, INoticeStore notices, IReportStore reports, IBudgetStore budgets, ICostStore costs, IUnrecordedChanges changes, INodeCounts counts, TimeProvider time)
    {
        _database = database;
        RevokedSigners = revokedSigners;
        Board = board;
        Sessions = sessions;
        Verdicts = verdicts;
        Keys = keys;
        Cases = cases;
        Credentials = credentials;
        Meters = meters;
        Orders = orders;
        Rulings = rulings;
        Migrations = migrations;
        Certificates = certificates;
        Readiness = readiness;
        OrderMemory = orderMemory;
        Notices = notices;
        Reports = reports;
        Budgets = budgets;
        Costs = costs;
        Changes = changes;
        MigrationCounts = counts;
        _sweep = new MeterSweep(meters, time);
    }

    public IKeyStore Keys { get; }

    public ICaseStore Cases { get; }

    /// <summary>The same cases, as people look at them before they decide.</summary>
    public ICaseBoard Board { get; }

    /// <summary>Hardware keys of the people who decide cases.</summary>
    public ICredentialStore Credentials { get; }

    public IMeterStore Meters { get; }

    public IRevokedSignerStore RevokedSigners { get; }

    public ISessionStore Sessions { get; }

    public IVerdictDays Verdicts { get; }

    /// <summary>Signed orders and notices about them.</summary>
    public IDocumentStore Orders { get; }

    /// <summary>Signed rulings and revocations of them.</summary>
    public IDocumentStore Rulings { get; }

    /// <summary>Steps of migrations between deployments.</summary>
    public IDocumentStore Migrations { get; }

    /// <summary>What each node has counted of the stages of migrations.</summary>
    public INodeCounts MigrationCounts { get; }

    /// <summary>Preflight certificates, and what was noted when changes were replayed against them.</summary>
    public IDocumentStore Certificates { get; }

    /// <summary>Signed decisions on how far use cases have been let out.</summary>
    public IDocumentStore Readiness { get; }

    /// <summary>What is remembered for orders: how what they named was registered, and when what was first used. Not signed by anyone.</summary>
    public IDocumentStore OrderMemory { get; }

    /// <summary>What became of cases, for those who are told.</summary>
    public INoticeStore Notices { get; }

    /// <summary>Verdicts that somebody holds to be false positives.</summary>
    public IReportStore Reports { get; }

    /// <summary>What was spent of budgets, and who holds how much of what is left.</summary>
    public IBudgetStore Budgets { get; }

    /// <summary>What was used by day.</summary>
    public ICostStore Costs { get; }

    /// <summary>Changes of keys and escalations that no ledger has yet.</summary>
    public IUnrecordedChanges Changes { get; }

    /// <summary>Whether other nodes may use the same database.</summary>
    public bool IsShared { get; private init; }

    /// <summary>Opens or creates a SQLite file; enough for one node, with no server to install.</summary>
    /// <exception cref="OversightUnavailableException">The file cannot be opened or is of a newer build.</exception>
    public static OversightStores OpenSqlite(string path, TimeProvider time)
    {
        var database = SqliteDatabase.Open(path);
        return new OversightStores(
            database,
            new SqliteKeyStore(database, time),
            new SqliteCaseStore(database, time),
            new SqliteCaseBoard(database, time),
            new SqliteCredentialStore(database, time),
            new SqliteMeterStore(database),
            new SqliteRevokedSignerStore(database),
            new SqliteSessionStore(database, time),
            new SqliteVerdictDays(database),
            new SqliteDocumentStore(database, "orders", time),
            new SqliteDocumentStore(database, "rulings", time),
            new SqliteDocumentStore(database, "model_migrations", time),
            new SqliteDocumentStore(database, "certificates", time),
            new SqliteDocumentStore(database, "readiness", time),
            new SqliteDocumentStore(database, "order_memory", time),
            new SqliteNoticeStore(database, time),
            new SqliteReportStore(database, time),
            new SqliteBudgetStore(database),
            new SqliteCostStore(database),
            new SqliteUnrecordedChanges(database, time),
            new SqliteNodeCounts(database),
            time);
    }

    /// <summary>Opens a PostgreSQL database, which any number of nodes share.</summary>
    /// <param name="connectionString">As Npgsql reads it; tables are made in the first schema of its <c>Search Path</c>.</param>
    /// <exception cref="OversightUnavailableException">The server does not answer, is of a newer build, or can lose commits.</exception>
    public static async ValueTask<OversightStores> OpenPostgreSqlAsync(
        string connectionString, TimeProvider time, CancellationToken cancellation)
    {
        var database = await PostgreSqlDatabase.OpenAsync(connectionString, cancellation);
        return new OversightStores(
            database,
            new PostgreSqlKeyStore(database, time),
            new PostgreSqlCaseStore(database, time),
            new PostgreSqlCaseBoard(database, time),
            new PostgreSqlCredentialStore(database, time),
            new PostgreSqlMeterStore(database),
            new PostgreSqlRevokedSignerStore(database),
            new PostgreSqlSessionStore(database, time),
            new PostgreSqlVerdictDays(database),
            new PostgreSqlDocumentStore(database, "orders", time),
            new PostgreSqlDocumentStore(database, "rulings", time),
            new PostgreSqlDocumentStore(database, "model_migrations", time),
            new PostgreSqlDocumentStore(database, "certificates", time),
            new PostgreSqlDocumentStore(database, "readiness", time),
            new PostgreSqlDocumentStore(database, "order_memory", time),
            new PostgreSqlNoticeStore(database, time),
            new PostgreSqlReportStore(database, time),
            new PostgreSqlBudgetStore(database),
            new PostgreSqlCostStore(database),
            new PostgreSqlUnrecordedChanges(database, time),
            new PostgreSqlNodeCounts(database),
            time)
        {
            IsShared = true,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        await _database.DisposeAsync();
    }
}
