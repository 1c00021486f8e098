using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Storage;

/// <summary>The system calls that the framework does not offer: fdatasync, flock, and fsync of a directory.</summary>
internal static partial class Posix
{
    private const string LibC = "libc";
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC on x86-64
    private const int ReadOnlyDirectoryArm64 = 0x4000 | 0x80000;
    private const int ExclusiveNoWait = 2 | 4; // LOCK_EX | LOCK_NB
    private const int StartWriteback = 2; // SYNC_FILE_RANGE_WRITE
    private const int DoNotNeed = 4; // POSIX_FADV_DONTNEED
    private const int WouldBlock = 11;
    private const int Interrupted = 4;

    /// <summary>Makes written data durable, without the timestamps that nobody reads.</summary>
    public static void DataSync(SafeFileHandle file)
    {
        while (fdatasync(file) != 0)
        {
            ThrowUnlessInterrupted("fdatasync");
        }
    }

    /// <summary>
    /// Starts writing a file's data out without waiting. Only a hint: what matters is the flush that follows, so that a file system
    /// that does not know the call loses nothing.
    /// </summary>
    public static void StartWriting(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = sync_file_range(file, 0, 0, StartWriteback);
        }
    }

    /// <summary>Asks that the file be read from the disk and not from memory. Only a hint.</summary>
    public static void ForgetCached(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = posix_fadvise(file, 0, 0, DoNotNeed);
        }
    }

    /// <summary>Makes names in a directory durable.</summary>
    public static void SyncDirectory(string directory)
    {
        var flags = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ReadOnlyDirectoryArm64 : ReadOnlyDirectory;
        var descriptor = open(directory, flags);
        if (descriptor < 0)
        {
            throw Failure($"open {directory}");
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        while (fsync(handle) != 0)
        {
            ThrowUnlessInterrupted($"fsync {directory}");
        }
    }

    /// <summary>Takes an exclusive lock that the system drops when the process ends; false when another holds it.</summary>
    public static bool TryLock(SafeFileHandle file)
    {
        while (flock(file, ExclusiveNoWait) != 0)
        {
            if (Marshal.GetLastPInvokeError() == WouldBlock)
            {
                return false;
            }

            ThrowUnlessInterrupted("flock");
        }

        return true;
    }

    private static void ThrowUnlessInterrupted(string call)
    {
        if (Marshal.GetLastPInvokeError() != Interrupted)
        {
            throw Failure(call);
        }
    }

    private static IOException Failure(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport(LibC, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport(LibC)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int sync_file_range(SafeFileHandle file, long offset, long bytes, uint flags);

    [LibraryImport(LibC)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int posix_fadvise(SafeFileHandle file, long offset, long bytes, int advice);

    [LibraryImport(LibC, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport(LibC, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int flock(SafeFileHandle file, int operation);

    [LibraryImport(LibC, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags);
}
