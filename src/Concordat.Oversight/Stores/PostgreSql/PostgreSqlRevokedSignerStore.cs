using Concordat.Oversight.Signers;
using Npgsql;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlRevokedSignerStore(PostgreSqlDatabase database) : IRevokedSignerStore
{
    public async ValueTask AddAsync(RevokedSigner signer, CancellationToken cancellation)
    {
        SignerDraft.Check(signer);
        await database.WriteAsync(
            async work =>
            {
                await work.LockAsync("revoked signers");
                var before = (await ListAsync(work)).Find(known => known.KeyId.Equals(signer.KeyId, StringComparison.Ordinal));
                return await work.ExecuteAsync(
                    """
                    INSERT INTO revoked_signers (key_id, revoked, entry, agreements) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (key_id) DO UPDATE SET agreements = excluded.agreements
                    """,
                    signer.KeyId,
                    signer.Revoked,
                    signer.Entry,
                    before is null ? SignerDraft.Join(signer.Agreements) : SignerDraft.Both(SignerDraft.Join(before.Agreements), signer));
            },
            cancellation);
    }

    public async ValueTask<IReadOnlyList<RevokedSigner>> ListAsync(CancellationToken cancellation) => await database.ReadAsync(ListAsync, cancellation);

    private static ValueTask<List<RevokedSigner>> ListAsync(PostgreSqlWork work) =>
        work.ListAsync("SELECT key_id, revoked, entry, agreements FROM revoked_signers ORDER BY key_id", Read);

    private static RevokedSigner Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt64(2), SignerDraft.Split(row.GetString(3)));
}
