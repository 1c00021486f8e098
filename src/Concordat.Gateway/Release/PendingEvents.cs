using System.Buffers;

namespace Concordat.Gateway.Release;

/// <summary>
/// Events that were inspected but may not leave yet, with the text position each one ends at. Not thread-safe.
/// </summary>
internal sealed class PendingEvents : IDisposable
{
    private readonly Queue<(int Length, long Position)> _events = new();
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);
    private int _start;
    private int _end;

    /// <summary>Bytes that wait.</summary>
    public int Bytes => _end - _start;

    public int Count => _events.Count;

    /// <summary>Events that were taken out so far.</summary>
    public int Taken { get; private set; }

    /// <summary>Adds one event, written anew from its parts so that no byte that was not inspected can hide in it.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, long position)
    {
        var before = _end - _start;
        if (!name.IsEmpty)
        {
            Put("event: "u8);
            Put(name);
            Put("\n"u8);
        }

        while (true)
        {
            var line = data.IndexOf((byte)'\n');
            Put("data: "u8);
            Put(line < 0 ? data : data[..line]);
            Put("\n"u8);
            if (line < 0)
            {
                break;
            }

            data = data[(line + 1)..];
        }

        Put("\n"u8);
        _events.Enqueue((_end - _start - before, position));
    }

    /// <summary>Takes out what may leave: every event up to <paramref name="position"/>, but never the last <paramref name="keep"/> ones.</summary>
    public ReadOnlySpan<byte> Take(long position, int keep)
    {
        var length = 0;
        while (_events.Count > keep && _events.Peek().Position <= position)
        {
            length += _events.Dequeue().Length;
            Taken++;
        }

        var taken = _bytes.AsSpan(_start, length);
        _start += length;
        return taken;
    }

    public void Dispose()
    {
        _bytes.AsSpan(0, _end).Clear();
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _end < bytes.Length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    private void Grow(int more)
    {
        var kept = _end - _start;
        var target = kept + more > _bytes.Length ? ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, kept + more)) : _bytes;
        _bytes.AsSpan(_start, kept).CopyTo(target);
        if (!ReferenceEquals(target, _bytes))
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = target;
        }

        _start = 0;
        _end = kept;
    }
}
