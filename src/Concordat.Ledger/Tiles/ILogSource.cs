namespace Concordat.Ledger.Tiles;

/// <summary>Where a log's public files are read from.</summary>
internal interface ILogSource
{
    /// <summary>Returns a file's bytes; null when there is no such file.</summary>
    /// <exception cref="IOException">The file cannot be read or is larger than allowed.</exception>
    ValueTask<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken);

    /// <summary>Names of older checkpoints kept beside the log.</summary>
    IEnumerable<string> SavedCheckpoints();
}
