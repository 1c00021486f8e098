using Concordat.Oversight.Signers;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteRevokedSignerStore(SqliteDatabase database) : IRevokedSignerStore
{
    public async ValueTask AddAsync(RevokedSigner signer, CancellationToken cancellation)
    {
        SignerDraft.Check(signer);
        await database.WriteAsync(
            (connection, transaction) =>
            {
                var before = List(connection, transaction).Find(known => known.KeyId.Equals(signer.KeyId, StringComparison.Ordinal));
                using var command = new SqliteCommand(
                    """
                    INSERT INTO revoked_signers (key_id, revoked, entry, agreements) VALUES ($id, $revoked, $entry, $agreements)
                    ON CONFLICT (key_id) DO UPDATE SET agreements = excluded.agreements;
                    """,
                    connection,
                    transaction);
                command.Parameters.AddWithValue("$id", signer.KeyId);
                command.Parameters.AddWithValue("$revoked", signer.Revoked.ToMicroseconds());
                command.Parameters.AddWithValue("$entry", signer.Entry);
                command.Parameters.AddWithValue(
                    "$agreements", before is null ? SignerDraft.Join(signer.Agreements) : SignerDraft.Both(SignerDraft.Join(before.Agreements), signer));
                return command.ExecuteNonQuery();
            },
            cancellation);
    }

    public async ValueTask<IReadOnlyList<RevokedSigner>> ListAsync(CancellationToken cancellation) => await database.ReadAsync(List, cancellation);

    private static List<RevokedSigner> List(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = new SqliteCommand("SELECT key_id, revoked, entry, agreements FROM revoked_signers ORDER BY key_id;", connection, transaction);
        using var row = command.ExecuteReader();
        List<RevokedSigner> signers = [];
        while (row.Read())
        {
            signers.Add(new RevokedSigner(row.GetString(0), StoredTime.FromMicroseconds(row.GetInt64(1)), row.GetInt64(2), SignerDraft.Split(row.GetString(3))));
        }

        return signers;
    }
}
