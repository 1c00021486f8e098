using System.Text.Json;
using Concordat.Oversight.Cases;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteCaseBoard(SqliteDatabase database, TimeProvider time) : ICaseBoard
{
    public ValueTask<WaitingCases> WaitingAsync(WaitingFilter filter, WaitingKey? after, int limit, CancellationToken cancellation)
    {
        CasePaging.Check(filter, limit);
        return database.ReadAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                using var ask = new SqliteCommand { Connection = connection, Transaction = transaction };
                List<string> conditions = ["c.state = 'open'", "c.expires > $now"];
                ask.Parameters.AddWithValue("$now", now.ToMicroseconds());
                conditions.Add(
                    $"""
                    (c.type IN ({Names(ask, "type", filter.Types.Select(CaseNames.Of))})
                      OR EXISTS (SELECT 1 FROM json_each($clauses) AS clause WHERE instr(char(10) || c.clauses || char(10), char(10) || clause.value || char(10)) > 0))
                    """);
                ask.Parameters.AddWithValue("$clauses", $"[{string.Join(',', filter.Clauses.Select(static clause => $"\"{JsonEncodedText.Encode(clause)}\""))}]");
                if (!filter.ExceptUseCases.IsDefaultOrEmpty)
                {
                    conditions.Add($"c.use_case NOT IN ({Names(ask, "useCase", filter.ExceptUseCases)})");
                }

                conditions.Add("NOT EXISTS (SELECT 1 FROM case_signatures s WHERE s.case_id = c.id AND s.decision = 'grant' AND s.approver = $approver)");
                ask.Parameters.AddWithValue("$approver", filter.NotSignedBy);
                if (after is { } key)
                {
                    conditions.Add("(c.expires, c.id) > ($expires, $id)");
                    ask.Parameters.AddWithValue("$expires", key.Expires.ToMicroseconds());
                    ask.Parameters.AddWithValue("$id", key.Id.Value);
                }

                ask.Parameters.AddWithValue("$limit", limit + 1);
#pragma warning disable CA2100 // put together from the constants above; values are parameters
                ask.CommandText = $"SELECT {SqliteCaseRows.Columns} FROM cases c WHERE {string.Join(" AND ", conditions)} ORDER BY c.expires, c.id LIMIT $limit;";
#pragma warning restore CA2100
                return CasePaging.CutWaiting(SqliteCaseRows.ReadAll(ask, now), limit);
            },
            cancellation);
    }

    public ValueTask<IReadOnlyList<DecidedCases>> DecidedAsync(DateOnly first, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<DecidedCases>>(
            (connection, transaction) =>
            {
                using var ask = SqliteRun.Command(
                    connection, transaction, "SELECT day, granted, denied, withdrawn, took FROM decided_days WHERE day >= $first ORDER BY day;",
                    ("$first", first.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber));
                using var row = ask.ExecuteReader();
                List<DecidedCases> days = [];
                while (row.Read())
                {
                    days.Add(DecidedCases.Of(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)));
                }

                return days;
            },
            cancellation);

    public ValueTask<IReadOnlyList<Precedent>> NearestAsync(CaseId id, IReadOnlyList<CaseId> also, int limit, CancellationToken cancellation)
    {
        CasePaging.CheckPrecedents(limit);
        return database.ReadAsync<IReadOnlyList<Precedent>>(
            (connection, transaction) =>
            {
                var own = SqliteFeatureRows.Of(connection, transaction, id.Value).ToHashSet(StringComparer.Ordinal);
                var hits = own.SelectMany(feature => SqliteFeatureRows.Having(connection, transaction, feature, id).Select(found => (feature, found))).ToList();
                var compared = PrecedentSearch.Candidates(hits, also, id)
                    .SelectMany(other => SqliteFeatureRows.Of(connection, transaction, other).Select(feature => (other, feature))).ToList();
                var now = time.GetStoredNow();
                return [.. PrecedentSearch.Nearest(own, compared, limit).Select(near =>
                    new Precedent(SqliteCaseRows.Find(connection, transaction, NoticeRules.Id(near.Case), now)!, near.Distance, near.Shared))];
            },
            cancellation);
    }

    private static string Names(SqliteCommand ask, string kind, IEnumerable<string> values) => string.Join(", ", values.Select((value, i) =>
    {
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${kind}{i}");
        ask.Parameters.AddWithValue(name, value);
        return name;
    }));
}
