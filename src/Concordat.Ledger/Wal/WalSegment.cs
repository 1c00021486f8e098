using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Wal;

/// <summary>One file of the write-ahead log and how far it is filled.</summary>
/// <remarks>
/// <see cref="DurableBytes"/> and <see cref="DurableEnd"/> are written by the one thread that flushes and read by the one that integrates;
/// they only grow.
/// </remarks>
internal sealed class WalSegment(string path, long firstIndex, long capacity, SafeFileHandle handle) : IDisposable
{
    private long _durableBytes;
    private long _durableEnd = firstIndex;

    public string Path => path;

    public long FirstIndex { get; } = firstIndex;

    public long Capacity => capacity;

    public SafeFileHandle Handle => handle;

    /// <summary>Bytes from the start of the file that hold durable records.</summary>
    public long DurableBytes => Volatile.Read(ref _durableBytes);

    /// <summary>Index after the last durable record.</summary>
    public long DurableEnd => Volatile.Read(ref _durableEnd);

    /// <summary>
    /// The file may hold records that were never acknowledged (a flush failed, or a crash tore it), with indexes that other entries get:
    /// it must not be written again, nor reused.
    /// </summary>
    public bool Abandoned { get; set; }

    public static string NameOf(long firstIndex) => firstIndex.ToString("D20", CultureInfo.InvariantCulture) + ".wal";

    public static bool TryParseName(string name, out long firstIndex)
    {
        firstIndex = 0;
        return name.Length == 24 && name.EndsWith(".wal", StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out firstIndex);
    }

    public void Advance(long bytes, long end)
    {
        Volatile.Write(ref _durableBytes, bytes);
        Volatile.Write(ref _durableEnd, end);
    }

    public void Dispose() => handle.Dispose();
}
