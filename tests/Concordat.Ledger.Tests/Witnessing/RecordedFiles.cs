using Concordat.Ledger.Storage;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Tests.Witnessing;

/// <summary>A disk that remembers in which order it was told to do what.</summary>
internal sealed class RecordedFiles : LedgerFiles
{
    public List<string> Calls { get; } = [];

    public override SafeFileHandle StartNew(string path, ReadOnlySpan<byte> bytes)
    {
        Calls.Add("write " + Path.GetFileName(path));
        return base.StartNew(path, bytes);
    }

    public override void Finish(SafeFileHandle file)
    {
        Calls.Add("flush");
        base.Finish(file);
    }

    public override void Rename(string from, string to)
    {
        Calls.Add("rename " + Path.GetFileName(to));
        base.Rename(from, to);
    }

    public override void SyncDirectory(string directory)
    {
        Calls.Add("flush directory");
        base.SyncDirectory(directory);
    }
}
