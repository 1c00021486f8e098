using System.Globalization;
using System.Text;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Stores.PostgreSql;
using Concordat.Oversight.Stores.Sqlite;
using Concordat.Oversight.Tests.Kit;
using Concordat.Tests.Kit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Concordat.Oversight.Tests.Cases;

/// <summary>
/// How both engines look up each page of the list of cases among 20,000 of them: by an index whose order is that of the page. The plan is asserted,
/// not the time; bench/console measures that with a million.
/// </summary>
public sealed class CaseListPlanTests(PostgreSqlServer server)
{
    private const int Page = 26;

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly CaseId Middle = CaseId.TryParse("case_00000000000000000000000000010000", out var id) ? id : default;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string?, string?, string?, bool> Filters()
    {
        var filters = new TheoryData<string?, string?, string?, bool>();
        foreach (var state in new[] { null, "open", "granted", "consumed", "denied", "withdrawn", "expired", "revoked" })
        {
            foreach (var (useCase, type) in new (string?, string?)[] { (null, null), ("use-3", null), (null, "mask"), ("use-3", "mask") })
            {
                filters.Add(state, useCase, type, false);
                filters.Add(state, useCase, type, true);
            }
        }

        return filters;
    }

    [Fact]
    public async Task SQLite_reads_each_page_of_cases_in_the_order_of_an_index()
    {
        var database = new SqliteTestDatabase();
        await using var owned = database;
        await using (await database.OpenAsync(TimeProvider.System))
        {
            database.Execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                INSERT INTO cases (id, type, use_case, agreement, action_hash, clauses, created, expires, state, released)
                SELECT printf('case_%032d', i), CASE i % 10 WHEN 0 THEN 'mask' ELSE 'authorize' END, 'use-' || (i % 7), 'a', i, '3.1', i, i + 1,
                    CASE WHEN i > 19900 THEN 'open' ELSE 'denied' END, NULL
                FROM n;
                """);
        }

        using var connection = new SqliteConnection($"Data Source={database.Path};Pooling=False");
        await connection.OpenAsync(Cancellation);
        foreach (var row in Filters())
        {
            var (state, useCase, type, isLater) = row.Data;
            using var ask = connection.CreateCommand();
            SqliteCaseRows.AskForList(ask, Filter(state, useCase, type), isLater ? Middle : null, Page, Now);
            var plan = Explain(ask);

            // without any filter the table itself is the index; expired cases are three short lists, merged
            Assert.True(state is null && useCase is null && type is null || !plan.Contains("SCAN cases", StringComparison.Ordinal), $"{row.Data}: {plan}");
            Assert.True(state is "expired" || !plan.Contains("TEMP B-TREE", StringComparison.Ordinal), $"{row.Data}: {plan}");
        }
    }

    [Fact]
    public async Task PostgreSQL_reads_each_page_of_cases_by_an_index()
    {
        await using var database = (PostgreSqlTestDatabase)await PostgreSqlTestDatabase.CreateAsync(server);
        await using (await database.OpenAsync(TimeProvider.System))
        {
            await database.ExecuteAsync(
                """
                INSERT INTO cases (id, type, use_case, agreement, action_hash, clauses, created, expires, state)
                SELECT 'case_' || lpad(i::text, 32, '0'), CASE i % 10 WHEN 0 THEN 'mask' ELSE 'authorize' END, 'use-' || (i % 7), 'a', i, '{3.1}', now(), now(),
                    CASE WHEN i > 19900 THEN 'open' WHEN i % 3 = 0 THEN 'expired' WHEN i % 50 = 0 THEN 'revoked' ELSE 'denied' END
                FROM generate_series(1, 20000) AS i
                """);
            await database.ExecuteAsync("ANALYZE cases");
        }

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        foreach (var row in Filters())
        {
            var (state, useCase, type, isLater) = row.Data;
            var (sql, values) = PostgreSqlCaseRows.ListSql(Filter(state, useCase, type), isLater ? Middle : null, Page, Now);
            await using var explain = source.CreateCommand($"EXPLAIN {sql}");
            foreach (var value in values)
            {
                explain.Parameters.AddWithValue(value!);
            }

            var plan = new StringBuilder();
            await using var line = await explain.ExecuteReaderAsync(Cancellation);
            while (await line.ReadAsync(Cancellation))
            {
                plan.Append(line.GetString(0)).Append('\n');
            }

            Assert.False(plan.ToString().Contains("Seq Scan on cases", StringComparison.Ordinal), $"{row.Data}: {plan}");
        }
    }

    private static CaseFilter Filter(string? state, string? useCase, string? type) => new(
        state is null ? null : CaseNames.ParseState(state), useCase, type is null ? null : CaseNames.ParseType(type));

    private static string Explain(SqliteCommand ask)
    {
        ask.CommandText = $"EXPLAIN QUERY PLAN {ask.CommandText}";
        using var line = ask.ExecuteReader();
        var plan = new StringBuilder();
        while (line.Read())
        {
            plan.Append(CultureInfo.InvariantCulture, $"{line.GetString(3)}\n");
        }

        return plan.ToString();
    }
}
