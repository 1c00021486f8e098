using Concordat.Ledger.Storage;

namespace Concordat.Ledger.Scrubbing;

/// <summary>Reads the files of a local log: from the disk and not from memory where that can be asked for, counted, and no faster than allowed.</summary>
/// <remarks>For one thread.</remarks>
internal sealed class ScrubFiles(string directory, LedgerScrubOptions options, CancellationToken cancellationToken)
{
    private readonly long _began = options.Time.GetTimestamp();

    public string Directory => directory;

    public long Files { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The bytes of a file below the log's directory; null when there is no such file.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than the limit.</exception>
    public byte[]? Read(string path, int maxBytes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var file = File.OpenHandle(Path.Combine(directory, path));
            Posix.ForgetCached(file);
            var length = RandomAccess.GetLength(file);
            if (length > maxBytes)
            {
                throw new IOException($"the file has {length} bytes, more than {maxBytes}");
            }

            var bytes = new byte[length];
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is > 0 and var more)
            {
                read += more;
            }

            Counted(read);
            return read == bytes.Length ? bytes : bytes[..read];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Counted(int bytes)
    {
        Files++;
        Bytes += bytes;
        options.Progress?.Report(Files);
        if (options.BytesPerSecond is { } rate)
        {
            var ahead = TimeSpan.FromSeconds((double)Bytes / rate) - options.Time.GetElapsedTime(_began);
            if (ahead > TimeSpan.Zero)
            {
                cancellationToken.WaitHandle.WaitOne(ahead);
            }
        }
    }
}
