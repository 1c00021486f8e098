namespace Concordat.Ledger.Tiles;

/// <summary>A log in a local directory.</summary>
internal sealed class DirectoryLogSource(string directory) : ILogSource
{
    /// <summary>Reads at once: a local file is read by the thread that waits for it in any case.</summary>
    public ValueTask<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = new FileInfo(Path.Combine(directory, path));
        if (!file.Exists)
        {
            return ValueTask.FromResult<byte[]?>(null);
        }

        return file.Length <= maxBytes
            ? ValueTask.FromResult<byte[]?>(File.ReadAllBytes(file.FullName))
            : throw new IOException($"the file has {file.Length} bytes, more than {maxBytes}");
    }

    public IEnumerable<string> SavedCheckpoints() =>
        Directory.EnumerateFiles(directory, TilePath.Checkpoint + ".*").Select(static p => Path.GetFileName(p)).Where(static n => n.Length > TilePath.Checkpoint.Length + 1).Order(StringComparer.Ordinal);
}
