using Concordat.Oversight.Documents;

namespace Concordat.Oversight.Stores.PostgreSql;

internal sealed class PostgreSqlNodeCounts(PostgreSqlDatabase database) : INodeCounts
{
    public async ValueTask WriteAsync(string subject, int number, string node, ReadOnlyMemory<byte> counts, CancellationToken cancellation) =>
        await database.WriteAsync(
            async work =>
            {
                await work.LockAsync($"counts of {subject}"); // two nodes that drop the same rows would wait for each other
                await work.ExecuteAsync("DELETE FROM node_counts WHERE subject = $1 AND step < $2", subject, number);
                return await work.ExecuteAsync(
                    """
                    INSERT INTO node_counts (subject, step, node, counts) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (subject, step, node) DO UPDATE SET counts = excluded.counts
                    """,
                    subject,
                    number,
                    node,
                    counts.ToArray());
            },
            cancellation);

    public ValueTask<IReadOnlyList<byte[]>> ListAsync(string subject, int number, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<byte[]>>(
            async work => await work.ListAsync(
                "SELECT counts FROM node_counts WHERE subject = $1 AND step = $2 ORDER BY node DESC LIMIT $3",
                static row => row.GetFieldValue<byte[]>(0),
                subject,
                number,
                INodeCounts.MostNodes),
            cancellation);
}
