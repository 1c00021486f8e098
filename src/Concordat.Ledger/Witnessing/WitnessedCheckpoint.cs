using System.Globalization;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Storage;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Witnessing;

/// <summary>The file <c>checkpoint.witnessed</c> beside a log: its newest checkpoint that met the policy, with the cosignatures.</summary>
/// <remarks>
/// The log's own <c>checkpoint</c> is never touched: it tells the writer what is integrated, and moves on while witnesses think.
/// For one thread at a time; a second process (an import of signatures) replaces the file whole.
/// </remarks>
/// <param name="directory">Directory of the log.</param>
/// <param name="log">The log's key.</param>
/// <param name="also">Keys that sign beside it.</param>
/// <param name="policy">The witnesses and the quorum.</param>
/// <param name="files">The disk.</param>
internal sealed class WitnessedCheckpoint(string directory, NoteVerifier log, IReadOnlyList<NoteVerifier> also, TlogPolicy policy, LedgerFiles files)
{
    public const string FileName = TilePath.Checkpoint + ".witnessed";

    private readonly string _path = Path.Combine(directory, FileName);
    private readonly string _waiting = Path.Combine(directory, ".wal", "waiting");

    /// <summary>The checkpoint that stands there; null when there is none that the log signed and the policy accepts.</summary>
    public (Checkpoint Checkpoint, SignedNote Note)? Read()
    {
        try
        {
            var note = SignedNote.Parse(File.ReadAllBytes(_path));
            var checkpoint = Checkpoint.Open(note, log);
            return policy.Check(note).IsSatisfied ? (checkpoint, note) : null;
        }
        catch (Exception e) when (e is FormatException or FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Puts a checkpoint there if it is not older than the one that stands there.</summary>
    public void Publish(Checkpoint checkpoint, SignedNote note)
    {
        if (Read() is { } there && there.Checkpoint.Size > checkpoint.Size)
        {
            return;
        }

        Replace(_path, note.WithOnly([log, .. also.Where(static k => k.IsSupported), .. policy.Witnesses.Where(static w => w.Key.IsSupported).Select(static w => w.Key)]));
    }

    /// <summary>Since when a quorum is missing, kept across restarts: a restart must not begin a new period of grace.</summary>
    public DateTimeOffset? ReadWaiting()
    {
        try
        {
            return DateTimeOffset.TryParse(File.ReadAllText(_waiting), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void WriteWaiting(DateTimeOffset? since)
    {
        if (since is { } time)
        {
            Replace(_waiting, System.Text.Encoding.ASCII.GetBytes(time.ToString("O", CultureInfo.InvariantCulture) + "\n"));
        }
        else
        {
            files.Delete(_waiting);
        }
    }

    private void Replace(string path, byte[] content) =>
        files.Replace(path, Path.Combine(directory, ".wal", Path.GetFileName(path) + ".part"), content);
}
