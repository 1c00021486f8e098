using Concordat.Oversight.Credentials;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlCredentialStore(PostgreSqlDatabase database, TimeProvider time) : ICredentialStore
{
    // Invitations and enrolments are rare: one at a time, on all nodes, keeps their rules simple.
    private const string Lock = "credentials";

    public ValueTask<OversightError?> InviteAsync(Invitation invitation, CancellationToken cancellation)
    {
        CredentialRules.Check(invitation);
        return database.WriteAsync(
            async work =>
            {
                await work.LockAsync(Lock);
                if (await PostgreSqlCredentialRows.FindInvitationAsync(work, invitation.Id) is not null)
                {
                    return CredentialDraft.InvitationExists;
                }

                var open = await work.ScalarAsync<long>("SELECT count(*) FROM invitations WHERE used IS NULL AND expires > $1", time.GetStoredNow());
                if (open >= CredentialRules.MostInvitations)
                {
                    return CredentialDraft.TooManyInvitations;
                }

                await PostgreSqlCredentialRows.InsertAsync(work, invitation);
                return (OversightError?)null;
            },
            cancellation);
    }

    public ValueTask<Invitation?> FindInvitationAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(work => PostgreSqlCredentialRows.FindInvitationAsync(work, id), cancellation);

    public ValueTask<OversightError?> EnrolAsync(Credential credential, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return database.WriteAsync(
            async work =>
            {
                await work.LockAsync(Lock);
                var now = time.GetStoredNow();
                var present = await PostgreSqlCredentialRows.ListAsync(work, "approver = $1", credential.Approver);
                var same = await work.ScalarAsync<bool>(
                    "SELECT EXISTS (SELECT 1 FROM credentials WHERE id = $1 OR key_id = $2)", credential.Id, credential.KeyId);
                var error = CredentialRules.Enrol(
                    await PostgreSqlCredentialRows.FindInvitationAsync(work, credential.Invitation), credential, same,
                    present.Count(other => other.Retired is null), now);
                if (error is not null)
                {
                    return error;
                }

                await work.ExecuteAsync("UPDATE invitations SET used = $1 WHERE id = $2 AND used IS NULL", now, credential.Invitation);
                await PostgreSqlCredentialRows.InsertAsync(work, credential);
                return (OversightError?)null;
            },
            cancellation);
    }

    public ValueTask<Credential?> FindAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(async work => (await PostgreSqlCredentialRows.ListAsync(work, "id = $1", id)).SingleOrDefault(), cancellation);

    public ValueTask<IReadOnlyList<Credential>> ListAsync(string? approver, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<Credential>>(
            async work => await PostgreSqlCredentialRows.ListAsync(work, "$1::text IS NULL OR approver = $1", approver), cancellation);

    public ValueTask<UseOutcome> UseAsync(string id, uint signCount, CancellationToken cancellation) =>
        database.WriteAsync(
            async work =>
            {
                if (await PostgreSqlCredentialRows.ListAsync(work, "id = $1", id, forUpdate: true) is not [{ Retired: null } found])
                {
                    return UseOutcome.Unknown;
                }

                var outcome = CredentialRules.Use(found.SignCount, signCount);
                if (outcome == UseOutcome.Counted)
                {
                    await work.ExecuteAsync("UPDATE credentials SET sign_count = $1 WHERE id = $2", (long)signCount, id);
                }
                else if (outcome == UseOutcome.Regressed)
                {
                    await work.ExecuteAsync("UPDATE credentials SET regressions = regressions + 1 WHERE id = $1", id);
                }

                return outcome;
            },
            cancellation);

    public ValueTask<bool> RetireAsync(string id, CancellationToken cancellation) =>
        database.WriteAsync(
            async work => await work.ExecuteAsync("UPDATE credentials SET retired = coalesce(retired, $1) WHERE id = $2", time.GetStoredNow(), id) == 1,
            cancellation);
}
