using Concordat.Oversight.Credentials;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

/// <summary>The rows of credentials and invitations: how they are read and written.</summary>
internal static class SqliteCredentialRows
{
    private const string Columns =
        """
        id, approver, role, party, public_key, key_id, model, attested, backup_eligible, transports, invitation, invited_by, entry, added, seal,
        sign_count, regressions, retired
        """;

    public static Invitation? FindInvitation(SqliteConnection connection, SqliteTransaction transaction, string id)
    {
        using var ask = new SqliteCommand(
            "SELECT id, approver, role, party, expires, invited_by, statement, entry, used FROM invitations WHERE id = $id;", connection, transaction);
        ask.Parameters.AddWithValue("$id", id);
        using var row = ask.ExecuteReader();
        return row.Read()
            ? new Invitation(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), StoredTime.FromMicroseconds(row.GetInt64(4)),
                row.GetString(5), row.GetFieldValue<byte[]>(6), row.GetInt64(7), row.IsDBNull(8) ? null : StoredTime.FromMicroseconds(row.GetInt64(8)))
            : null;
    }

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, Invitation invitation)
    {
        using var insert = new SqliteCommand(
            "INSERT INTO invitations VALUES ($id, $approver, $role, $party, $expires, $by, $statement, $entry, NULL);", connection, transaction);
        insert.Parameters.AddWithValue("$id", invitation.Id);
        insert.Parameters.AddWithValue("$approver", invitation.Approver);
        insert.Parameters.AddWithValue("$role", invitation.Role);
        insert.Parameters.AddWithValue("$party", invitation.Party);
        insert.Parameters.AddWithValue("$expires", invitation.Expires.ToMicroseconds());
        insert.Parameters.AddWithValue("$by", invitation.InvitedBy);
        insert.Parameters.AddWithValue("$statement", invitation.Statement.ToArray());
        insert.Parameters.AddWithValue("$entry", invitation.Entry);
        insert.ExecuteNonQuery();
    }

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, Credential credential)
    {
        using var insert = new SqliteCommand(
            """
            INSERT INTO credentials VALUES ($id, $approver, $role, $party, $publicKey, $key, $model, $attested, $backup, $transports, $invitation,
                $by, $entry, $added, $seal, $count, 0, NULL);
            """,
            connection,
            transaction);
        insert.Parameters.AddWithValue("$id", credential.Id);
        insert.Parameters.AddWithValue("$approver", credential.Approver);
        insert.Parameters.AddWithValue("$role", credential.Role);
        insert.Parameters.AddWithValue("$party", credential.Party);
        insert.Parameters.AddWithValue("$publicKey", credential.PublicKey.ToArray());
        insert.Parameters.AddWithValue("$key", credential.KeyId);
        insert.Parameters.AddWithValue("$model", credential.Model.ToString());
        insert.Parameters.AddWithValue("$attested", credential.IsAttested ? 1 : 0);
        insert.Parameters.AddWithValue("$backup", credential.BackupEligible ? 1 : 0);
        insert.Parameters.AddWithValue("$transports", string.Join('\n', credential.Transports));
        insert.Parameters.AddWithValue("$invitation", credential.Invitation);
        insert.Parameters.AddWithValue("$by", credential.InvitedBy);
        insert.Parameters.AddWithValue("$entry", credential.Entry);
        insert.Parameters.AddWithValue("$added", credential.Added.ToMicroseconds());
        insert.Parameters.AddWithValue("$seal", credential.Seal.ToArray());
        insert.Parameters.AddWithValue("$count", credential.SignCount);
        insert.ExecuteNonQuery();
    }

    /// <param name="condition">Of the caller's own, over <c>$value</c>.</param>
    public static List<Credential> List(SqliteConnection connection, SqliteTransaction transaction, string condition, string value)
    {
#pragma warning disable CA2100 // callers pass constants
        using var ask = new SqliteCommand($"SELECT {Columns} FROM credentials WHERE {condition} ORDER BY added, id;", connection, transaction);
#pragma warning restore CA2100
        ask.Parameters.AddWithValue("$value", value);
        using var row = ask.ExecuteReader();
        List<Credential> found = [];
        while (row.Read())
        {
            found.Add(Read(row));
        }

        return found;
    }

    private static Credential Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Approver = row.GetString(1),
        Role = row.GetString(2),
        Party = row.GetString(3),
        PublicKey = row.GetFieldValue<byte[]>(4),
        KeyId = row.GetString(5),
        Model = Guid.Parse(row.GetString(6)),
        IsAttested = row.GetInt64(7) == 1,
        BackupEligible = row.GetInt64(8) == 1,
        Transports = [.. row.GetString(9).Split('\n', StringSplitOptions.RemoveEmptyEntries)],
        Invitation = row.GetString(10),
        InvitedBy = row.GetString(11),
        Entry = row.GetInt64(12),
        Added = StoredTime.FromMicroseconds(row.GetInt64(13)),
        Seal = row.GetFieldValue<byte[]>(14),
        SignCount = row.GetInt64(15),
        Regressions = row.GetInt64(16),
        Retired = row.IsDBNull(17) ? null : StoredTime.FromMicroseconds(row.GetInt64(17)),
    };
}
