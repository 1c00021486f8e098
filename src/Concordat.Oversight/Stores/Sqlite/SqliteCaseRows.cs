using System.Text.Json;
using Concordat.Oversight.Cases;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

/// <summary>The rows of the table of cases: how they are read and written.</summary>
internal static class SqliteCaseRows
{
    public const string Columns =
        "id, type, use_case, agreement, action_hash, clauses, tool, effect, created, expires, state, decided, decided_by, note, released, digest, assignee, escalated";

    public static Case? Find(SqliteConnection connection, SqliteTransaction transaction, CaseId id, DateTimeOffset now)
    {
        using var ask = new SqliteCommand($"SELECT {Columns} FROM cases WHERE id = $id;", connection, transaction);
        ask.Parameters.AddWithValue("$id", id.Value);
        return ReadAll(ask, now).SingleOrDefault();
    }

    public static List<Case> FindAll(SqliteConnection connection, SqliteTransaction transaction, IReadOnlyCollection<CaseId> ids, DateTimeOffset now)
    {
        using var ask = new SqliteCommand($"SELECT {Columns} FROM cases WHERE id IN (SELECT value FROM json_each($ids));", connection, transaction);
        ask.Parameters.AddWithValue("$ids", $"[{string.Join(',', ids.Select(static id => $"\"{id.Value}\""))}]");
        return ReadAll(ask, now);
    }

    /// <summary>The case that stands for an action already: open, or a denial that still holds.</summary>
    public static Case? FindStanding(SqliteConnection connection, SqliteTransaction transaction, CaseOpening opening, DateTimeOffset now)
    {
        if (opening.LikeHash is { } like && FindDenied(connection, transaction, opening.Action.UseCase, opening.Action.AgreementHash, like, now) is { } denied)
        {
            return denied;
        }

        using var ask = new SqliteCommand(
            $"""
            SELECT {Columns} FROM cases
            WHERE state IN ('open', 'denied') AND use_case = $useCase AND action_hash = $action AND clauses = $clauses
              AND agreement = $agreement AND type = $type;
            """,
            connection,
            transaction);
        ask.Parameters.AddWithValue("$useCase", opening.Action.UseCase);
        ask.Parameters.AddWithValue("$action", opening.Action.ActionHash);
        ask.Parameters.AddWithValue("$clauses", string.Join('\n', opening.Clauses));
        ask.Parameters.AddWithValue("$agreement", opening.Action.AgreementHash);
        ask.Parameters.AddWithValue("$type", CaseNames.Of(opening.Type));
        return ReadAll(ask, now).FirstOrDefault(found => CaseRules.Stands(found, now));
    }

    /// <summary>The denial that stands for every act like it.</summary>
    public static Case? FindDenied(SqliteConnection connection, SqliteTransaction transaction, string useCase, string agreement, string like, DateTimeOffset now)
    {
        using var ask = new SqliteCommand(
            $"""
            SELECT {Columns} FROM cases
            WHERE state = 'denied' AND type = 'authorize' AND use_case = $useCase AND like_hash = $like AND agreement = $agreement AND expires > $now
            ORDER BY id LIMIT 1;
            """,
            connection,
            transaction);
        ask.Parameters.AddWithValue("$useCase", useCase);
        ask.Parameters.AddWithValue("$like", like);
        ask.Parameters.AddWithValue("$agreement", agreement);
        ask.Parameters.AddWithValue("$now", now.ToMicroseconds());
        return ReadAll(ask, now).SingleOrDefault();
    }

    public static LikeCases FindLike(
        SqliteConnection connection, SqliteTransaction transaction, string useCase, string agreement, IReadOnlyList<string> clauses, DateTimeOffset now)
    {
        using var ask = new SqliteCommand(
            """
            SELECT
              (SELECT id FROM cases WHERE use_case = $useCase AND state = 'open' AND type = 'ruling' AND agreement = $agreement AND clauses = $clauses AND expires > $now AND digest IS NOT NULL
               ORDER BY id LIMIT 1),
              EXISTS (
                SELECT 1 FROM cases WHERE use_case = $useCase AND state = 'denied' AND type = 'ruling' AND agreement = $agreement
                  AND EXISTS (SELECT 1 FROM json_each($each) AS clause WHERE instr(char(10) || cases.clauses || char(10), char(10) || clause.value || char(10)) > 0));
            """,
            connection,
            transaction);
        ask.Parameters.AddWithValue("$useCase", useCase);
        ask.Parameters.AddWithValue("$agreement", agreement);
        ask.Parameters.AddWithValue("$clauses", string.Join('\n', clauses));
        ask.Parameters.AddWithValue("$each", $"[{string.Join(',', clauses.Select(static clause => $"\"{JsonEncodedText.Encode(clause)}\""))}]");
        ask.Parameters.AddWithValue("$now", now.ToMicroseconds());
        using var reader = ask.ExecuteReader();
        reader.Read();
        return new LikeCases(!reader.IsDBNull(0) && CaseId.TryParse(reader.GetString(0), out var open) ? open : null, reader.GetInt64(1) != 0);
    }

    public static List<Case> List(
        SqliteConnection connection, SqliteTransaction transaction, CaseFilter filter, CaseId? before, int limit, DateTimeOffset now)
    {
        using var ask = new SqliteCommand { Connection = connection, Transaction = transaction };
        AskForList(ask, filter, before, limit, now);
        return ReadAll(ask, now);
    }

    /// <summary>Has a command ask for a page of the list of cases.</summary>
    public static void AskForList(SqliteCommand ask, CaseFilter filter, CaseId? before, int limit, DateTimeOffset now)
    {
        List<string> conditions = [];
        if (filter.UseCase is { } useCase)
        {
            conditions.Add("use_case = $useCase");
            ask.Parameters.AddWithValue("$useCase", useCase);
        }

        if (filter.Type is { } type)
        {
            conditions.Add("type = $type");
            ask.Parameters.AddWithValue("$type", CaseNames.Of(type));
        }

        if (before is { } key)
        {
            conditions.Add("id < $before");
            ask.Parameters.AddWithValue("$before", key.Value);
        }

        ask.Parameters.AddWithValue("$limit", limit);
        ask.Parameters.AddWithValue("$now", now.ToMicroseconds());
        string[] states = [.. CaseListSql.States(filter.State, "$now", "+")];
        var each = states.Select(state => $"SELECT {Columns} FROM cases {Where(state)} ORDER BY id DESC LIMIT $limit");
#pragma warning disable CA2100 // put together from the constants above and in CaseListSql
        ask.CommandText = states is [_] ? each.Single() : $"SELECT * FROM ({string.Join(") UNION ALL SELECT * FROM (", each)}) ORDER BY id DESC LIMIT $limit;";
#pragma warning restore CA2100

        string Where(string state) => string.Join(" AND ", conditions.Prepend(state).Where(condition => condition.Length > 0)) is { Length: > 0 } all ? $"WHERE {all}" : "";
    }

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, Case opened, CaseOpening opening)
    {
        using var insert = new SqliteCommand(
            """
            INSERT INTO cases (id, type, use_case, agreement, action_hash, clauses, tool, effect, created, expires, state, digest, sealed, like_hash)
            VALUES ($id, $type, $useCase, $agreement, $action, $clauses, $tool, $effect, $created, $expires, 'open', $digest, $sealed, $like);
            """,
            connection,
            transaction);
        insert.Parameters.AddWithValue("$id", opened.Id.Value);
        insert.Parameters.AddWithValue("$type", CaseNames.Of(opened.Type));
        insert.Parameters.AddWithValue("$useCase", opened.Action.UseCase);
        insert.Parameters.AddWithValue("$agreement", opened.Action.AgreementHash);
        insert.Parameters.AddWithValue("$action", opened.Action.ActionHash);
        insert.Parameters.AddWithValue("$clauses", string.Join('\n', opened.Clauses));
        insert.Parameters.AddWithValue("$tool", (object?)opened.Tool ?? DBNull.Value);
        insert.Parameters.AddWithValue("$effect", (object?)opened.Effect ?? DBNull.Value);
        insert.Parameters.AddWithValue("$created", opened.Created.ToMicroseconds());
        insert.Parameters.AddWithValue("$expires", opened.Expires.ToMicroseconds());
        insert.Parameters.AddWithValue("$digest", (object?)opened.Digest ?? DBNull.Value);
        insert.Parameters.AddWithValue("$sealed", (object?)opening.Sealed ?? DBNull.Value);
        insert.Parameters.AddWithValue("$like", (object?)opening.LikeHash ?? DBNull.Value);
        insert.ExecuteNonQuery();
    }

    public static List<Case> ReadAll(SqliteCommand ask, DateTimeOffset now)
    {
        using var reader = ask.ExecuteReader();
        List<Case> cases = [];
        while (reader.Read())
        {
            cases.Add(Read(reader, now));
        }

        return cases;
    }

    private static Case Read(SqliteDataReader row, DateTimeOffset now)
    {
        var expires = StoredTime.FromMicroseconds(row.GetInt64(9));
        return new Case(
            CaseId.TryParse(row.GetString(0), out var id) ? id : throw new InvalidOperationException("the store holds a malformed case id"),
            CaseNames.ParseType(row.GetString(1)),
            new HeldAction(row.GetString(2), row.GetString(3), row.GetString(4)),
            [.. row.GetString(5).Split('\n')],
            TextOrNull(row, 6),
            TextOrNull(row, 7),
            StoredTime.FromMicroseconds(row.GetInt64(8)),
            expires,
            CaseRules.StateAt(CaseNames.ParseState(row.GetString(10)), expires, now),
            TimeOrNull(row, 11),
            TextOrNull(row, 12),
            TextOrNull(row, 13),
            TimeOrNull(row, 14),
            TextOrNull(row, 15),
            TextOrNull(row, 16),
            row.GetInt32(17));
    }

    private static string? TextOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? TimeOrNull(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : StoredTime.FromMicroseconds(row.GetInt64(column));
}
