using Concordat.Ledger.Storage;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Tests;

/// <summary>A disk that can be made full, read-only or failing while the log is open.</summary>
internal sealed class FailingFiles : LedgerFiles
{
    /// <summary>Creating and growing files fails, as on a full or read-only disk.</summary>
    public volatile bool Full;

    /// <summary>Flushes of open files fail, as when a disk dies.</summary>
    public volatile bool Broken;

    /// <summary>How often a zeroed file was asked for.</summary>
    public int Creations;

    public override SafeFileHandle CreateZeroed(string path, long length)
    {
        Interlocked.Increment(ref Creations);
        ThrowIf(Full);
        return base.CreateZeroed(path, length);
    }

    public override void WriteDurably(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (Broken)
        {
            RandomAccess.Write(file, bytes, offset); // the bytes may have arrived; only the flush says no
        }

        ThrowIf(Broken);
        base.WriteDurably(file, bytes, offset);
    }

    public override SafeFileHandle StartNew(string path, ReadOnlySpan<byte> bytes)
    {
        ThrowIf(Full);
        return base.StartNew(path, bytes);
    }

    public override void Rename(string from, string to)
    {
        ThrowIf(Full);
        base.Rename(from, to);
    }

    private static void ThrowIf(bool failing)
    {
        if (failing)
        {
            throw new IOException("No space left on device");
        }
    }
}
