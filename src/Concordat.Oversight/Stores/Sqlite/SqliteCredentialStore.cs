using Concordat.Oversight.Credentials;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteCredentialStore(SqliteDatabase database, TimeProvider time) : ICredentialStore
{
    public ValueTask<OversightError?> InviteAsync(Invitation invitation, CancellationToken cancellation)
    {
        CredentialRules.Check(invitation);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                if (SqliteCredentialRows.FindInvitation(connection, transaction, invitation.Id) is not null)
                {
                    return CredentialDraft.InvitationExists;
                }

                using var count = new SqliteCommand("SELECT count(*) FROM invitations WHERE used IS NULL AND expires > $now;", connection, transaction);
                count.Parameters.AddWithValue("$now", time.GetStoredNow().ToMicroseconds());
                if ((long)count.ExecuteScalar()! >= CredentialRules.MostInvitations)
                {
                    return CredentialDraft.TooManyInvitations;
                }

                SqliteCredentialRows.Insert(connection, transaction, invitation);
                return null;
            },
            cancellation);
    }

    public ValueTask<Invitation?> FindInvitationAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync((connection, transaction) => SqliteCredentialRows.FindInvitation(connection, transaction, id), cancellation);

    public ValueTask<OversightError?> EnrolAsync(Credential credential, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return database.WriteAsync(
            (connection, transaction) =>
            {
                var now = time.GetStoredNow();
                var present = SqliteCredentialRows.List(connection, transaction, "approver = $value", credential.Approver);
                var same = SqliteCredentialRows.List(connection, transaction, "id = $value", credential.Id).Count
                    + SqliteCredentialRows.List(connection, transaction, "key_id = $value", credential.KeyId).Count;
                var error = CredentialRules.Enrol(
                    SqliteCredentialRows.FindInvitation(connection, transaction, credential.Invitation), credential, same > 0,
                    present.Count(other => other.Retired is null), now);
                if (error is not null)
                {
                    return error;
                }

                using var use = new SqliteCommand("UPDATE invitations SET used = $now WHERE id = $id AND used IS NULL;", connection, transaction);
                use.Parameters.AddWithValue("$now", now.ToMicroseconds());
                use.Parameters.AddWithValue("$id", credential.Invitation);
                use.ExecuteNonQuery();
                SqliteCredentialRows.Insert(connection, transaction, credential);
                return null;
            },
            cancellation);
    }

    public ValueTask<Credential?> FindAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, transaction) => SqliteCredentialRows.List(connection, transaction, "id = $value", id).SingleOrDefault(), cancellation);

    public ValueTask<IReadOnlyList<Credential>> ListAsync(string? approver, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<Credential>>(
            (connection, transaction) => approver is null
                ? SqliteCredentialRows.List(connection, transaction, "$value IS NOT NULL", "")
                : SqliteCredentialRows.List(connection, transaction, "approver = $value", approver),
            cancellation);

    public ValueTask<UseOutcome> UseAsync(string id, uint signCount, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                if (SqliteCredentialRows.List(connection, transaction, "id = $value", id) is not [{ Retired: null } found])
                {
                    return UseOutcome.Unknown;
                }

                var outcome = CredentialRules.Use(found.SignCount, signCount);
                var change = outcome switch
                {
                    UseOutcome.Counted => "sign_count = $count",
                    UseOutcome.Regressed => "regressions = regressions + 1",
                    _ => null,
                };
                if (change is not null)
                {
#pragma warning disable CA2100 // one of the two texts above
                    using var update = new SqliteCommand($"UPDATE credentials SET {change} WHERE id = $id;", connection, transaction);
#pragma warning restore CA2100
                    update.Parameters.AddWithValue("$count", (long)signCount);
                    update.Parameters.AddWithValue("$id", id);
                    update.ExecuteNonQuery();
                }

                return outcome;
            },
            cancellation);

    public ValueTask<bool> RetireAsync(string id, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                using var retire = new SqliteCommand("UPDATE credentials SET retired = coalesce(retired, $now) WHERE id = $id;", connection, transaction);
                retire.Parameters.AddWithValue("$now", time.GetStoredNow().ToMicroseconds());
                retire.Parameters.AddWithValue("$id", id);
                return retire.ExecuteNonQuery() == 1;
            },
            cancellation);
}
