using Concordat.Oversight.Cases;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

/// <summary>The rows beside a case: its sealed action, its signatures, who has read it since when.</summary>
internal static class SqliteGrantRows
{
    public static byte[]? Sealed(SqliteConnection connection, SqliteTransaction transaction, CaseId id)
    {
        using var ask = new SqliteCommand("SELECT sealed FROM cases WHERE id = $id;", connection, transaction);
        ask.Parameters.AddWithValue("$id", id.Value);
        return ask.ExecuteScalar() as byte[];
    }

    public static List<CaseSignature> Signatures(SqliteConnection connection, SqliteTransaction transaction, CaseId id)
    {
        using var ask = new SqliteCommand(
            """
            SELECT decision, approver, role, party, key_id, statement, entry, time FROM case_signatures
            WHERE case_id = $id ORDER BY time, approver;
            """,
            connection,
            transaction);
        ask.Parameters.AddWithValue("$id", id.Value);
        using var row = ask.ExecuteReader();
        List<CaseSignature> signatures = [];
        while (row.Read())
        {
            signatures.Add(new CaseSignature(
                CaseNames.ParseDecision(row.GetString(0)),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetFieldValue<byte[]>(5),
                row.GetInt64(6),
                StoredTime.FromMicroseconds(row.GetInt64(7))));
        }

        return signatures;
    }

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, CaseId id, CaseSignature signature)
    {
        using var insert = new SqliteCommand(
            "INSERT INTO case_signatures VALUES ($id, $decision, $approver, $role, $party, $key, $statement, $entry, $time);",
            connection,
            transaction);
        insert.Parameters.AddWithValue("$id", id.Value);
        insert.Parameters.AddWithValue("$decision", CaseNames.Of(signature.Decision));
        insert.Parameters.AddWithValue("$approver", signature.Approver);
        insert.Parameters.AddWithValue("$role", signature.Role);
        insert.Parameters.AddWithValue("$party", signature.Party);
        insert.Parameters.AddWithValue("$key", signature.KeyId);
        insert.Parameters.AddWithValue("$statement", signature.Statement.ToArray());
        insert.Parameters.AddWithValue("$entry", signature.Entry);
        insert.Parameters.AddWithValue("$time", signature.Time.ToMicroseconds());
        insert.ExecuteNonQuery();
    }

    public static void NoteReading(SqliteConnection connection, SqliteTransaction transaction, CaseId id, string approver, DateTimeOffset now)
    {
        using var insert = new SqliteCommand(
            "INSERT INTO case_readings VALUES ($id, $approver, $now) ON CONFLICT DO NOTHING;", connection, transaction);
        insert.Parameters.AddWithValue("$id", id.Value);
        insert.Parameters.AddWithValue("$approver", approver);
        insert.Parameters.AddWithValue("$now", now.ToMicroseconds());
        insert.ExecuteNonQuery();
    }

    public static DateTimeOffset? Reading(SqliteConnection connection, SqliteTransaction transaction, CaseId id, string approver)
    {
        using var ask = new SqliteCommand(
            "SELECT first FROM case_readings WHERE case_id = $id AND approver = $approver;", connection, transaction);
        ask.Parameters.AddWithValue("$id", id.Value);
        ask.Parameters.AddWithValue("$approver", approver);
        return ask.ExecuteScalar() is long first ? StoredTime.FromMicroseconds(first) : null;
    }
}
