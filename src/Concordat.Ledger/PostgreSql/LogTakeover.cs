using System.Data.Common;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.PostgreSql;

/// <summary>Takes the next epoch of a log, after which no other process can commit to it.</summary>
/// <remarks>
/// Only after the directory and the database were found to be of one history: a node that stands before the wrong directory must not
/// stop the one that writes the log rightly.
/// </remarks>
/// <param name="Writer">This process; another one has another.</param>
/// <param name="Epoch">The epoch taken.</param>
/// <param name="Head">How far the log has come.</param>
/// <param name="Signed">The newest checkpoint that the database has of the log; null when it has none.</param>
internal sealed record LogTakeover(Guid Writer, long Epoch, CommitHead Head, Checkpoint? Signed)
{
    /// <param name="session">A session on the database.</param>
    /// <param name="options">The log.</param>
    /// <param name="checkpoint">The directory's checkpoint.</param>
    /// <param name="wasInDatabase">Whether the log's entries became durable in a database before.</param>
    /// <param name="time">The clock that the writer's id is made from.</param>
    /// <exception cref="LedgerCorruptException">Directory and database are not of one history, or entries are in neither.</exception>
    public static LogTakeover Run(DatabaseSession session, LedgerOptions options, Checkpoint checkpoint, bool wasInDatabase, TimeProvider time)
    {
        var writer = Guid.CreateVersion7(time.GetUtcNow());
        return session.Atomically(() =>
        {
            var found = session.Query(
                """
                SELECT h.epoch, h.size, h.head, c.note FROM ledger_heads h LEFT JOIN ledger_checkpoints c USING (log)
                WHERE h.log = $1 FOR UPDATE OF h
                """,
                static row => (Epoch: row.GetInt64(0), Head: ReadHead(row, 1), Note: row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3)),
                options.Origin);
            return found is [var known]
                ? Continue(session, options, checkpoint, writer, known.Head, Read(known.Note, options))
                : Begin(session, options, checkpoint, wasInDatabase, writer);
        });
    }

    /// <summary>Reads a head from two columns: size and hash.</summary>
    public static CommitHead ReadHead(DbDataReader row, int column) => new(row.GetInt64(column), new TreeHash(row.GetFieldValue<byte[]>(column + 1)));

    private static LogTakeover Begin(DatabaseSession session, LedgerOptions options, Checkpoint checkpoint, bool wasInDatabase, Guid writer)
    {
        if (wasInDatabase)
        {
            throw Refusal(options, "the database does not know this log, whose entries became durable in a database before; name that database, or restore it");
        }

        var head = new CommitHead(checkpoint.Size, checkpoint.Root);
        session.Execute(
            "INSERT INTO ledger_heads (log, epoch, writer, size, head) VALUES ($1, 1, $2, $3, $4)",
            options.Origin, writer, head.Size, head.Hash.Span.ToArray());
        return new LogTakeover(writer, 1, head, Signed: null);
    }

    private static LogTakeover Continue(
        DatabaseSession session, LedgerOptions options, Checkpoint checkpoint, Guid writer, CommitHead head, Checkpoint? signed)
    {
        if (head.Size < checkpoint.Size)
        {
            throw Refusal(
                options,
                $"the log has {checkpoint.Size} entries here and {head.Size} in the database, which has lost commits that it acknowledged; restore the database, or make the newer server the primary");
        }

        if (head.Size > checkpoint.Size && !HasRowOf(session, options.Origin, checkpoint.Size))
        {
            throw Refusal(
                options,
                $"the log has {checkpoint.Size} entries here and {head.Size} in the database, whose rows no longer reach back to entry {checkpoint.Size}; restore a newer copy of the directory");
        }

        if (signed is not null && signed.Size <= checkpoint.Size
            && new ProofBuilder(new TileDirectory(options.Directory, checkpoint.Size).Node).Root(0, signed.Size) != signed.Root)
        {
            throw Refusal(options, $"the first {signed.Size} entries here are not those of the checkpoint that the log published; restore the directory from a copy");
        }

        var epoch = session.Query(
            "UPDATE ledger_heads SET epoch = epoch + 1, writer = $2 WHERE log = $1 RETURNING epoch", static row => row.GetInt64(0), options.Origin, writer)[0];
        return new LogTakeover(writer, epoch, head, signed);
    }

    private static bool HasRowOf(DatabaseSession session, string log, long index) =>
        session.Query(
            "SELECT first_index + entries > $2 FROM ledger_commits WHERE log = $1 AND first_index <= $2 ORDER BY first_index DESC LIMIT 1",
            static row => row.GetBoolean(0), log, index) is [true];

    private static Checkpoint? Read(byte[]? note, LedgerOptions options)
    {
        try
        {
            return note is null ? null : Checkpoint.TryRead(SignedNote.Parse(note).TextBytes);
        }
        catch (FormatException e)
        {
            throw Refusal(options, $"the checkpoint in the database cannot be read: {e.Message}");
        }
    }

    private static LedgerCorruptException Refusal(LedgerOptions options, string what) => new($"{options.Directory}: {options.Origin}: {what}");
}
