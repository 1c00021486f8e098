using Concordat.Ledger.Storage;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Integration;

/// <summary>Puts a round of files in their places so that no reader, and no crash, ever sees half of one.</summary>
/// <remarks>
/// Order: (1) every file under a temporary name, durable; (2) renamed into place; (3) the directories durable; (4) the checkpoint the same
/// way. A checkpoint therefore never speaks of a file that is missing, and a crash before (4) leaves only files that the next run
/// writes again, byte for byte.
/// </remarks>
internal sealed class FilePublisher(string directory, string temporaryDirectory, LedgerFiles files)
{
    private readonly HashSet<string> _knownDirectories = new(StringComparer.Ordinal);

    public void Publish(IReadOnlyList<(string Path, byte[] Bytes)> round, byte[] checkpoint)
    {
        try
        {
            PublishRound(round, checkpoint);
        }
        catch (IOException)
        {
            RemoveTemporaries(); // on a full disk they would hold the space that the next try needs
            throw;
        }
    }

    /// <summary>Removes the partial forms of files that are full and covered by a durable checkpoint.</summary>
    public void RemovePartialsOf(string fullPath)
    {
        var partials = TilePath.PartialsOf(Path.Combine(directory, fullPath));
        if (Directory.Exists(partials))
        {
            Directory.Delete(partials, recursive: true);
            _knownDirectories.Remove(partials);
        }
    }

    public void RemoveTemporaries()
    {
        foreach (var path in Directory.EnumerateFiles(temporaryDirectory, "*.tmp"))
        {
            files.Delete(path);
        }
    }

    private void PublishRound(IReadOnlyList<(string Path, byte[] Bytes)> round, byte[] checkpoint)
    {
        for (var i = 0; i < round.Count; i++)
        {
            files.WriteNew(Temporary(i), round[i].Bytes);
        }

        var touched = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < round.Count; i++)
        {
            var target = Path.Combine(directory, round[i].Path);
            var parent = Path.GetDirectoryName(target)!;
            EnsureDirectory(parent, touched);
            files.Rename(Temporary(i), target);
            touched.Add(parent);
        }

        foreach (var parent in touched)
        {
            files.SyncDirectory(parent);
        }

        files.WriteNew(Temporary(0), checkpoint);
        files.Rename(Temporary(0), Path.Combine(directory, TilePath.Checkpoint));
        files.SyncDirectory(directory);
    }

    private string Temporary(int i) => Path.Combine(temporaryDirectory, $"{i}.tmp");

    private void EnsureDirectory(string path, HashSet<string> touched)
    {
        if (_knownDirectories.Contains(path))
        {
            return;
        }

        if (!Directory.Exists(path))
        {
            var parent = Path.GetDirectoryName(path)!;
            EnsureDirectory(parent, touched);
            Directory.CreateDirectory(path);
            touched.Add(parent);
        }

        _knownDirectories.Add(path);
    }
}
