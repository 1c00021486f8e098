using Concordat.Oversight.Cases;
using Npgsql;

namespace Concordat.Oversight.Stores.PostgreSql;

/// <summary>The rows of the table of cases: how they are read and written.</summary>
internal static class PostgreSqlCaseRows
{
    public const string Columns =
        "id, type, use_case, agreement, action_hash, clauses, tool, effect, created, expires, state, decided, decided_by, note, released, digest, assignee, escalated";

    public static async ValueTask<Case?> FindAsync(PostgreSqlWork work, CaseId id, DateTimeOffset now, bool forUpdate)
    {
        var sql = forUpdate ? $"SELECT {Columns} FROM cases WHERE id = $1 FOR UPDATE" : $"SELECT {Columns} FROM cases WHERE id = $1";
        return (await work.ListAsync(sql, row => Read(row, now), id.Value)).SingleOrDefault();
    }

    public static ValueTask<List<Case>> FindAllAsync(PostgreSqlWork work, IReadOnlyCollection<CaseId> ids, DateTimeOffset now) =>
        work.ListAsync($"SELECT {Columns} FROM cases WHERE id = ANY ($1)", row => Read(row, now), (object)ids.Select(static id => id.Value).ToArray());

    /// <summary>The case that stands for an action already: open, or a denial that still holds, of it or of one like it.</summary>
    public static async ValueTask<Case?> FindStandingAsync(PostgreSqlWork work, CaseOpening opening, DateTimeOffset now)
    {
        if (opening.LikeHash is { } like && await FindDeniedAsync(work, opening.Action.UseCase, opening.Action.AgreementHash, like, now) is { } denied)
        {
            return denied;
        }

        return (await work.ListAsync(
            $"""
            SELECT {Columns} FROM cases
            WHERE state IN ('open', 'denied') AND use_case = $1 AND action_hash = $2 AND clauses = $3 AND agreement = $4 AND type = $5
            """,
            row => Read(row, now),
            opening.Action.UseCase,
            opening.Action.ActionHash,
            opening.Clauses.ToArray(),
            opening.Action.AgreementHash,
            CaseNames.Of(opening.Type))).FirstOrDefault(found => CaseRules.Stands(found, now));
    }

    /// <summary>The denial that stands for every act like it.</summary>
    public static async ValueTask<Case?> FindDeniedAsync(PostgreSqlWork work, string useCase, string agreement, string like, DateTimeOffset now) =>
        (await work.ListAsync(
            $"""
            SELECT {Columns} FROM cases
            WHERE state = 'denied' AND type = 'authorize' AND use_case = $1 AND like_hash = $2 AND agreement = $3 AND expires > $4
            ORDER BY id LIMIT 1
            """,
            row => Read(row, now), useCase, like, agreement, now)).SingleOrDefault();

    public static async ValueTask<LikeCases> FindLikeAsync(PostgreSqlWork work, string useCase, string agreement, IReadOnlyList<string> clauses, DateTimeOffset now) =>
        (await work.ListAsync(
            """
            SELECT
              (SELECT id FROM cases WHERE use_case = $1 AND state = 'open' AND type = 'ruling' AND agreement = $2 AND clauses = $3 AND expires > $4 AND digest IS NOT NULL ORDER BY id LIMIT 1),
              EXISTS (SELECT 1 FROM cases WHERE use_case = $1 AND state = 'denied' AND type = 'ruling' AND agreement = $2 AND clauses && $3)
            """,
            static row => new LikeCases(!row.IsDBNull(0) && CaseId.TryParse(row.GetString(0), out var open) ? open : null, row.GetBoolean(1)),
            useCase, agreement, clauses.ToArray(), now)).Single();

    public static ValueTask<List<Case>> ListAsync(
        PostgreSqlWork work, CaseFilter filter, CaseId? before, int limit, DateTimeOffset now)
    {
        var (sql, values) = ListSql(filter, before, limit, now);
        return work.ListAsync(sql, row => Read(row, now), values);
    }

    /// <summary>The statement for a page of the list of cases, and its parameters.</summary>
    public static (string Sql, object?[] Values) ListSql(CaseFilter filter, CaseId? before, int limit, DateTimeOffset now)
    {
        List<object?> values = [limit];
        List<string> conditions = [];
        string[] states = [.. CaseListSql.States(filter.State, "$2", "")];
        if (filter.State is CaseState.Open or CaseState.Granted or CaseState.Expired)
        {
            values.Add(now);
        }

        if (filter.UseCase is { } useCase)
        {
            conditions.Add($"use_case = {Value(useCase)}");
        }

        if (filter.Type is { } type)
        {
            conditions.Add($"type = {Value(CaseNames.Of(type))}");
        }

        if (before is { } key)
        {
            conditions.Add($"id < {Value(key.Value)}");
        }

        var each = states.Select(state => $"SELECT {Columns} FROM cases {Where(state)} ORDER BY id DESC LIMIT $1");
        return (states is [_] ? each.Single() : $"SELECT * FROM (({string.Join(") UNION ALL (", each)})) AS found ORDER BY id DESC LIMIT $1", [.. values]);

        string Where(string state) => string.Join(" AND ", conditions.Prepend(state).Where(condition => condition.Length > 0)) is { Length: > 0 } all ? $"WHERE {all}" : "";

        string Value(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
    }

    public static ValueTask<int> InsertAsync(PostgreSqlWork work, Case opened, CaseOpening opening) =>
        work.ExecuteAsync(
            """
            INSERT INTO cases (id, type, use_case, agreement, action_hash, clauses, tool, effect, created, expires, state, digest, sealed, like_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7::text, $8::text, $9, $10, 'open', $11::text, $12::bytea, $13::text)
            """,
            opened.Id.Value,
            CaseNames.Of(opened.Type),
            opened.Action.UseCase,
            opened.Action.AgreementHash,
            opened.Action.ActionHash,
            opened.Clauses.ToArray(),
            opened.Tool,
            opened.Effect,
            opened.Created,
            opened.Expires,
            opened.Digest,
            opening.Sealed,
            opening.LikeHash);

    public static Case Read(NpgsqlDataReader row, DateTimeOffset now)
    {
        var expires = row.GetFieldValue<DateTimeOffset>(9);
        return new Case(
            CaseId.TryParse(row.GetString(0), out var id) ? id : throw new InvalidOperationException("the store holds a malformed case id"),
            CaseNames.ParseType(row.GetString(1)),
            new HeldAction(row.GetString(2), row.GetString(3), row.GetString(4)),
            [.. row.GetFieldValue<string[]>(5)],
            TextOrNull(row, 6),
            TextOrNull(row, 7),
            row.GetFieldValue<DateTimeOffset>(8),
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

    private static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? TimeOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
