using Concordat.Oversight.Documents;
using Microsoft.Data.Sqlite;

namespace Concordat.Oversight.Stores.Sqlite;

internal sealed class SqliteNodeCounts(SqliteDatabase database) : INodeCounts
{
    public async ValueTask WriteAsync(string subject, int number, string node, ReadOnlyMemory<byte> counts, CancellationToken cancellation) =>
        await database.WriteAsync(
            (connection, transaction) =>
            {
                SqliteRun.Execute(
                    connection, transaction, "DELETE FROM node_counts WHERE subject = $subject AND step < $step;", ("$subject", subject), ("$step", number));
                return SqliteRun.Execute(
                    connection,
                    transaction,
                    """
                    INSERT INTO node_counts (subject, step, node, counts) VALUES ($subject, $step, $node, $counts)
                    ON CONFLICT (subject, step, node) DO UPDATE SET counts = excluded.counts;
                    """,
                    ("$subject", subject),
                    ("$step", number),
                    ("$node", node),
                    ("$counts", counts.ToArray()));
            },
            cancellation);

    public ValueTask<IReadOnlyList<byte[]>> ListAsync(string subject, int number, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<byte[]>>(
            (connection, transaction) =>
            {
                using var ask = new SqliteCommand(
                    "SELECT counts FROM node_counts WHERE subject = $subject AND step = $step ORDER BY node DESC LIMIT $most;", connection, transaction);
                ask.Parameters.AddWithValue("$subject", subject);
                ask.Parameters.AddWithValue("$step", number);
                ask.Parameters.AddWithValue("$most", INodeCounts.MostNodes);
                using var row = ask.ExecuteReader();
                List<byte[]> counts = [];
                while (row.Read())
                {
                    counts.Add(row.GetFieldValue<byte[]>(0));
                }

                return counts;
            },
            cancellation);
}
