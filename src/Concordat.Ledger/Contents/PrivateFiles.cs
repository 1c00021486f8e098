using System.Security.Cryptography;
using Concordat.Ledger.Storage;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Contents;

/// <summary>Files of secrets: only their owner may read them, and what is destroyed is overwritten before its name goes.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent)
        {
            Posix.SyncDirectory(parent);
        }
    }

    /// <summary>Opens a file for reading and writing in place; makes it where it is missing.</summary>
    public static SafeFileHandle Open(string path)
    {
        var isNew = !File.Exists(path);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (new FileStream(path, options))
        {
            // only for its mode
        }

        if (isNew)
        {
            Posix.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    /// <summary>Writes a whole new file so that it is there in full, durably, or not at all.</summary>
    public static void Create(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);
        using (var file = Open(temporary))
        {
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, path);
        Posix.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Overwrites a file where it lies, and removes it; both durable on return.</summary>
    /// <remarks>On file systems that copy on write, and on flash, older blocks may outlive it; what is secret should lie on an encrypted volume there.</remarks>
    public static void Destroy(string path)
    {
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            var noise = new byte[64 * 1024];
            var length = RandomAccess.GetLength(file);
            for (long at = 0; at < length; at += noise.Length)
            {
                RandomNumberGenerator.Fill(noise);
                RandomAccess.Write(file, noise.AsSpan(0, (int)Math.Min(noise.Length, length - at)), at);
            }

            RandomAccess.FlushToDisk(file);
        }

        File.Delete(path);
        Posix.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
