using Concordat.Ledger.Storage;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Tests;

/// <summary>A disk whose flushes wait for as long as the test wants: the slowest disk there is.</summary>
internal sealed class StuckFiles : LedgerFiles, IDisposable
{
    /// <summary>Reset to stick, set to go on.</summary>
    public ManualResetEventSlim Goes { get; } = new(initialState: true);

    /// <summary>Set once a flush waits.</summary>
    public ManualResetEventSlim Stuck { get; } = new();

    public void Dispose()
    {
        Goes.Dispose();
        Stuck.Dispose();
    }

    public override void WriteDurably(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (!Goes.IsSet)
        {
            Stuck.Set();
        }

        Goes.Wait();
        base.WriteDurably(file, bytes, offset);
    }
}
