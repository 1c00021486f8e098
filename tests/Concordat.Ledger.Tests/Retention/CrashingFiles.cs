using Concordat.Ledger.Storage;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Tests.Retention;

/// <summary>A process that dies at its n-th change of the disk: that one and all after it do not happen.</summary>
internal sealed class CrashingFiles(int after) : LedgerFiles
{
    private int _left = after;

    public override SafeFileHandle StartNew(string path, ReadOnlySpan<byte> bytes)
    {
        Step();
        return base.StartNew(path, bytes);
    }

    public override void Rename(string from, string to)
    {
        Step();
        base.Rename(from, to);
    }

    public override void Delete(string path)
    {
        Step();
        base.Delete(path);
    }

    public override void SyncDirectory(string directory)
    {
        Step();
        base.SyncDirectory(directory);
    }

    private void Step()
    {
        if (_left-- <= 0)
        {
            throw new IOException("the process was killed here");
        }
    }
}
