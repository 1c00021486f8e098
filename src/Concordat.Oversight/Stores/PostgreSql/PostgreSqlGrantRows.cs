using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Stores.PostgreSql;

/// <summary>The rows beside a case: its sealed action, its signatures, who has read it since when.</summary>
internal static class PostgreSqlGrantRows
{
    public static ValueTask<byte[]?> SealedAsync(PostgreSqlWork work, CaseId id) =>
        work.ScalarAsync<byte[]?>("SELECT sealed FROM cases WHERE id = $1", id.Value);

    public static ValueTask<List<CaseSignature>> SignaturesAsync(PostgreSqlWork work, CaseId id) =>
        work.ListAsync(
            """
            SELECT decision, approver, role, party, key_id, statement, entry, time FROM case_signatures
            WHERE case_id = $1 ORDER BY time, approver
            """,
            row => new CaseSignature(
                CaseNames.ParseDecision(row.GetString(0)),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetFieldValue<byte[]>(5),
                row.GetInt64(6),
                row.GetFieldValue<DateTimeOffset>(7)),
            id.Value);

    public static ValueTask<int> InsertAsync(PostgreSqlWork work, CaseId id, CaseSignature signature) =>
        work.ExecuteAsync(
            "INSERT INTO case_signatures VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            id.Value,
            CaseNames.Of(signature.Decision),
            signature.Approver,
            signature.Role,
            signature.Party,
            signature.KeyId,
            signature.Statement.ToArray(),
            signature.Entry,
            signature.Time);

    public static ValueTask<int> NoteReadingAsync(PostgreSqlWork work, CaseId id, string approver, DateTimeOffset now) =>
        work.ExecuteAsync("INSERT INTO case_readings VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id.Value, approver, now);

    public static async ValueTask<DateTimeOffset?> ReadingAsync(PostgreSqlWork work, CaseId id, string approver)
    {
        var found = await work.ListAsync(
            "SELECT first FROM case_readings WHERE case_id = $1 AND approver = $2",
            row => row.GetFieldValue<DateTimeOffset>(0),
            id.Value,
            approver);
        return found.Count == 0 ? null : found[0];
    }
}
