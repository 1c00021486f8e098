namespace Concordat.Ledger.Tiles;

/// <summary>A log in a local directory.</summary>
internal sealed class DirectoryLogSource(string directory) : ILogSource
{
    public async ValueTask<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(directory, path));
        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= maxBytes
            ? await File.ReadAllBytesAsync(file.FullName, cancellationToken)
            : throw new IOException($"the file has {file.Length} bytes, more than {maxBytes}");
    }

    public IEnumerable<string> SavedCheckpoints() =>
        Directory.EnumerateFiles(directory, TilePath.Checkpoint + ".*").Select(static p => Path.GetFileName(p)).Where(static n => n.Length > TilePath.Checkpoint.Length + 1).Order(StringComparer.Ordinal);
}
