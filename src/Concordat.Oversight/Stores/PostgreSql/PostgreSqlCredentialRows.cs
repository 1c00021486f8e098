using Concordat.Oversight.Credentials;
using Npgsql;

namespace Concordat.Oversight.Stores.PostgreSql;

/// <summary>The rows of credentials and invitations: how they are read and written.</summary>
internal static class PostgreSqlCredentialRows
{
    private const string Columns =
        """
        id, approver, role, party, public_key, key_id, model, attested, backup_eligible, transports, invitation, invited_by, entry, added, seal,
        sign_count, regressions, retired
        """;

    public static async ValueTask<Invitation?> FindInvitationAsync(PostgreSqlWork work, string id) =>
        (await work.ListAsync(
            "SELECT id, approver, role, party, expires, invited_by, statement, entry, used FROM invitations WHERE id = $1",
            row => new Invitation(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetFieldValue<DateTimeOffset>(4),
                row.GetString(5),
                row.GetFieldValue<byte[]>(6),
                row.GetInt64(7),
                TimeOrNull(row, 8)),
            id)).SingleOrDefault();

    public static ValueTask<int> InsertAsync(PostgreSqlWork work, Invitation invitation) =>
        work.ExecuteAsync(
            "INSERT INTO invitations VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)",
            invitation.Id,
            invitation.Approver,
            invitation.Role,
            invitation.Party,
            invitation.Expires.ToWholeMicroseconds(),
            invitation.InvitedBy,
            invitation.Statement.ToArray(),
            invitation.Entry);

    public static ValueTask<int> InsertAsync(PostgreSqlWork work, Credential credential) =>
        work.ExecuteAsync(
            "INSERT INTO credentials VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, NULL)",
            credential.Id,
            credential.Approver,
            credential.Role,
            credential.Party,
            credential.PublicKey.ToArray(),
            credential.KeyId,
            credential.Model,
            credential.IsAttested,
            credential.BackupEligible,
            credential.Transports.ToArray(),
            credential.Invitation,
            credential.InvitedBy,
            credential.Entry,
            credential.Added,
            credential.Seal.ToArray(),
            credential.SignCount);

    /// <param name="condition">Of the caller's own, over <c>$1</c>.</param>
    public static ValueTask<List<Credential>> ListAsync(PostgreSqlWork work, string condition, string? value, bool forUpdate = false) =>
        work.ListAsync(
            $"SELECT {Columns} FROM credentials WHERE {condition} ORDER BY added, id{(forUpdate ? " FOR UPDATE" : "")}", Read, value);

    private static Credential Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        Approver = row.GetString(1),
        Role = row.GetString(2),
        Party = row.GetString(3),
        PublicKey = row.GetFieldValue<byte[]>(4),
        KeyId = row.GetString(5),
        Model = row.GetGuid(6),
        IsAttested = row.GetBoolean(7),
        BackupEligible = row.GetBoolean(8),
        Transports = [.. row.GetFieldValue<string[]>(9)],
        Invitation = row.GetString(10),
        InvitedBy = row.GetString(11),
        Entry = row.GetInt64(12),
        Added = row.GetFieldValue<DateTimeOffset>(13),
        Seal = row.GetFieldValue<byte[]>(14),
        SignCount = row.GetInt64(15),
        Regressions = row.GetInt64(16),
        Retired = TimeOrNull(row, 17),
    };

    private static DateTimeOffset? TimeOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
