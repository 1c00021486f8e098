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

    /// <summary>Whether what goes on fails.</summary>
    public bool Fails { get; set; }

    /// <summary>Every how many flushes one takes 100 ms; 0 for none.</summary>
    public int SlowEvery { get; set; }

    private int _flushes;

    /// <summary>From now on flushes wait, until what this returns is disposed of or <see cref="Goes"/> is set. Dispose of it before the log, also where a test fails: closing a log waits for its disk.</summary>
    public IDisposable Stick()
    {
        Goes.Reset();
        return new Release(Goes);
    }

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
        if (SlowEvery > 0 && Interlocked.Increment(ref _flushes) % SlowEvery == 0)
        {
            Thread.Sleep(100); // the disk's time, not a wait for something to happen
        }

        if (Fails)
        {
            throw new IOException("it came back broken");
        }

        base.WriteDurably(file, bytes, offset);
    }

    private sealed class Release(ManualResetEventSlim goes) : IDisposable
    {
        public void Dispose() => goes.Set();
    }
}
