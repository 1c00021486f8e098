using System.Globalization;
using System.Text;

namespace Concordat.Ledger.Storage;

/// <summary>Keeps a second writer out of a log. The lock is the system's: it ends with the process, however that ends.</summary>
internal sealed class LockFile : IDisposable
{
    private readonly FileStream _file;

    private LockFile(FileStream file) => _file = file;

    public static LockFile Take(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new LedgerLockedException($"{path}: another process has this ledger open (stop it, or give this one its own directory)", e);
        }

        // FileShare.None takes the same lock, but a process-wide setting can turn that off.
        if (!Posix.TryLock(file.SafeFileHandle))
        {
            file.Dispose();
            throw new LedgerLockedException($"{path}: another process has this ledger open (stop it, or give this one its own directory)");
        }

        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        file.Flush();
        return new LockFile(file);
    }

    public void Dispose() => _file.Dispose();
}
