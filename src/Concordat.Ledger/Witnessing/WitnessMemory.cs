using System.Security.Cryptography;
using System.Text;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Storage;

namespace Concordat.Ledger.Witnessing;

/// <summary>The newest checkpoint that a witness cosigned of one log, on disk: the file is what it serves to monitors.</summary>
/// <remarks>For one thread at a time. The memory never runs ahead of the disk, and the disk never loses what memory has.</remarks>
internal sealed class WitnessMemory
{
    private readonly string _path;
    private readonly LedgerFiles _files;

    private WitnessMemory(string path, LedgerFiles files, Checkpoint? newest, byte[]? note)
    {
        (_path, _files, Newest, Note) = (path, files, newest, note);
    }

    /// <summary>Null before the first.</summary>
    public Checkpoint? Newest { get; private set; }

    /// <summary>The checkpoint with the log's signatures and the witness's.</summary>
    public byte[]? Note { get; private set; }

    /// <summary>Lower-case hex SHA-256 of the log's name, under which monitors ask for it.</summary>
    public static string HashOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    /// <exception cref="LedgerCorruptException">The file is not a checkpoint of that log that this witness cosigned.</exception>
    public static WitnessMemory Open(string directory, string origin, NoteVerifier witness, LedgerFiles files)
    {
        var folder = Path.Combine(directory, HashOf(origin));
        Directory.CreateDirectory(folder);
        files.SyncDirectory(directory);
        var path = Path.Combine(folder, "checkpoint");
        if (!File.Exists(path))
        {
            return new WitnessMemory(path, files, newest: null, note: null);
        }

        try
        {
            var note = File.ReadAllBytes(path);
            var signed = SignedNote.Parse(note);
            if (!signed.IsSignedBy(witness))
            {
                throw new FormatException($"it is not cosigned by `{witness}`");
            }

            // A log's key may have been replaced since; our own signature says that it was right then.
            var checkpoint = Checkpoint.TryRead(signed.TextBytes);
            return checkpoint is not null && string.Equals(checkpoint.Origin, origin, StringComparison.Ordinal)
                ? new WitnessMemory(path, files, checkpoint, note)
                : throw new FormatException($"it is not a checkpoint of `{origin}`");
        }
        catch (FormatException e)
        {
            throw new LedgerCorruptException(
                path, 0, $"{e.Message}; find out why before the witness signs again: without its memory it would sign a forked log (was the key replaced, or an old copy put back?)");
        }
    }

    /// <summary>Remembers a checkpoint durably; whoever learns of the signature does so after this.</summary>
    public void Store(Checkpoint checkpoint, byte[] note)
    {
        _files.Replace(_path, _path + ".tmp", note);
        (Newest, Note) = (checkpoint, note);
    }
}
