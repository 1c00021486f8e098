using Concordat.Ledger.Storage;
using Concordat.Ledger.Tiles;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Integration;

/// <summary>Puts a round of files in their places so that no reader, and no crash, ever sees half of one. For one thread.</summary>
/// <remarks>
/// Order: (1) every file under a temporary name, durable; (2) renamed into place; (3) the directories durable; (4) the checkpoint the same
/// way. A checkpoint therefore never speaks of a file that is missing, and a crash before (4) leaves only files that the next run
/// writes again, byte for byte. In (1) many files are on their way to the disk before the first is waited for, so that a journalling
/// file system commits them together and not one by one.
/// </remarks>
internal sealed class FilePublisher(string directory, string temporaryDirectory, LedgerFiles files)
{
    private const int MaxUnfinished = 128;

    private readonly HashSet<string> _knownDirectories = new(StringComparer.Ordinal);
    private readonly List<string> _staged = [];
    private readonly List<SafeFileHandle> _unfinished = [];

    /// <summary>Takes a file into the round; nobody sees it before <see cref="Publish"/>.</summary>
    /// <param name="path">Where it belongs, relative to the log's directory.</param>
    /// <param name="bytes">Its whole content.</param>
    public void Stage(string path, ReadOnlySpan<byte> bytes)
    {
        Thread.Yield(); // as Integrator does between entries: appends are waited for, this is not
        _unfinished.Add(files.StartNew(Temporary(_staged.Count), bytes));
        _staged.Add(path);
        if (_unfinished.Count == MaxUnfinished)
        {
            Finish();
        }
    }

    /// <summary>Publishes the staged files, and then the checkpoint that speaks of them.</summary>
    public void Publish(byte[] checkpoint)
    {
        Finish();
        var touched = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _staged.Count; i++)
        {
            var target = Path.Combine(directory, _staged[i]);
            var parent = Path.GetDirectoryName(target)!;
            EnsureDirectory(parent, touched);
            Thread.Yield();
            files.Rename(Temporary(i), target);
            touched.Add(parent);
        }

        foreach (var parent in touched)
        {
            files.SyncDirectory(parent);
        }

        _staged.Clear();
        files.Replace(Path.Combine(directory, TilePath.Checkpoint), Temporary(0), checkpoint);
    }

    /// <summary>Ends a round that failed; on a full disk its files would hold the space that the next try needs.</summary>
    public void Abandon()
    {
        _unfinished.ForEach(static file => file.Dispose());
        _unfinished.Clear();
        _staged.Clear();
        RemoveTemporaries();
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

    private void Finish()
    {
        _unfinished.ForEach(files.Finish);
        _unfinished.Clear();
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
