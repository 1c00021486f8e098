using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Storage;

/// <summary>Every write of a log to its disk; the one place where a test can make the disk fail.</summary>
internal class LedgerFiles
{
    private const int ZeroBlock = 256 * 1024;

    /// <summary>Creates a file of zeros with its blocks allocated, so that a later fdatasync has only data to write.</summary>
    public virtual SafeFileHandle CreateZeroed(string path, long length)
    {
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var zeros = new byte[ZeroBlock];
            for (long offset = 0; offset < length; offset += ZeroBlock)
            {
                RandomAccess.Write(handle, zeros.AsSpan(0, (int)Math.Min(ZeroBlock, length - offset)), offset);
            }

            RandomAccess.FlushToDisk(handle);
            return handle;
        }
        catch
        {
            handle.Dispose();
            File.Delete(path);
            throw;
        }
    }

    public virtual SafeFileHandle OpenExisting(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);

    /// <summary>Writes inside a zeroed file and returns once the bytes are durable.</summary>
    public virtual void WriteDurably(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        RandomAccess.Write(file, bytes, offset);
        Posix.DataSync(file);
    }

    /// <summary>Writes a whole new file and starts it on its way to the disk, where <see cref="Finish"/> waits for it.</summary>
    public virtual SafeFileHandle StartNew(string path, ReadOnlySpan<byte> bytes)
    {
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        try
        {
            RandomAccess.Write(handle, bytes, 0);
            Posix.StartWriting(handle);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Makes a new file's bytes durable and closes it; its name becomes durable with <see cref="SyncDirectory"/>.</summary>
    public virtual void Finish(SafeFileHandle file)
    {
        using (file)
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    /// <summary>Puts content in a file's place, durably: whoever opens it, after a crash too, sees the old content or the new one.</summary>
    /// <param name="temporary">Where the content is written first, on the same file system.</param>
    public void Replace(string path, string temporary, ReadOnlySpan<byte> content)
    {
        Finish(StartNew(temporary, content));
        Rename(temporary, path);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    public virtual void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public virtual void Delete(string path) => File.Delete(path);

    public virtual void SyncDirectory(string directory) => Posix.SyncDirectory(directory);
}
