using System.Buffers;

namespace Concordat.Gateway.Release;

/// <summary>
/// Cuts a byte stream into server-sent events (WHATWG HTML, section 9.2): any line ending, several data lines, comments and
/// unknown fields dropped. Not thread-safe; return its buffer with <see cref="Dispose"/>.
/// </summary>
internal sealed class SseReader(int limit) : IFrames
{
    /// <summary>Least room for a read; a connection reads no more than the buffer at a time.</summary>
    private const int LeastRoom = 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4 * LeastRoom);
    private readonly ArrayBufferWriter<byte> _lines = new();
    private int _end;
    private bool _atStart = true;

    // The event being read: the first data line stays where it is (as offsets into the buffer), further ones move to _lines.
    private int _nameAt;
    private int _nameLength;
    private int _dataAt;
    private int _dataLength;
    private int _dataLines;
    private int _scan;
    private int _searched;
    private int _eventStart;

    /// <summary>One event grew beyond the limit; nothing more is read.</summary>
    public bool TooLarge { get; private set; }

    /// <summary>An event has begun that is not whole yet.</summary>
    public bool InEvent => _scan < _end || _dataLines > 0;

    /// <summary>Room for the next read.</summary>
    public Memory<byte> Room()
    {
        if (_buffer.Length - _end < LeastRoom)
        {
            Compact();
        }

        return _buffer.AsMemory(_end);
    }

    public void Filled(int count) => _end += count;

    /// <summary>The next whole event; its spans hold until the next call of any member.</summary>
    public bool TryRead(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> data)
    {
        name = default;
        data = default;
        if (_atStart && !SkipByteOrderMark())
        {
            return false;
        }

        while (TryReadLine(out var at, out var length))
        {
            if (length > 0)
            {
                Field(at, length);
                continue;
            }

            var lines = _dataLines;
            if (lines > 0)
            {
                name = _nameLength == 0 ? default : _buffer.AsSpan(_nameAt, _nameLength);
                data = lines > 1 ? _lines.WrittenSpan : _buffer.AsSpan(_dataAt, _dataLength);
            }

            _nameLength = 0;
            _dataLines = 0;
            _eventStart = _scan;
            if (lines > 0)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool SkipByteOrderMark()
    {
        if (_end < 3)
        {
            return _end > 0 && _buffer[0] != 0xEF && (_atStart = false) == false;
        }

        _atStart = false;
        if (_buffer.AsSpan(0, 3).SequenceEqual((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _eventStart = _scan = 3;
        }

        return true;
    }

    private bool TryReadLine(out int at, out int length)
    {
        at = _scan;
        // A long line that arrives bit by bit is searched once, not from its beginning each time.
        var from = Math.Max(_scan, _searched);
        var found = _buffer.AsSpan(from, _end - from).IndexOfAny((byte)'\n', (byte)'\r');
        _searched = found < 0 ? _end : from + found;
        length = _searched - _scan;
        if (found < 0)
        {
            return false;
        }

        var next = _searched + 1;
        if (_buffer[next - 1] == (byte)'\r')
        {
            if (next == _end)
            {
                // Whether a line feed follows is not known yet.
                return false;
            }

            next += _buffer[next] == (byte)'\n' ? 1 : 0;
        }

        _scan = next;
        return true;
    }

    private void Field(int at, int length)
    {
        var line = _buffer.AsSpan(at, length);
        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var valueAt = colon < 0 ? length : colon + 1;
        if (valueAt < length && line[valueAt] == (byte)' ')
        {
            valueAt++;
        }

        if (field.SequenceEqual("data"u8))
        {
            Data(at + valueAt, length - valueAt);
        }
        else if (field.SequenceEqual("event"u8))
        {
            _nameAt = at + valueAt;
            _nameLength = length - valueAt;
        }
    }

    private void Data(int at, int length)
    {
        _dataLines++;
        if (_dataLines == 1)
        {
            _dataAt = at;
            _dataLength = length;
            return;
        }

        if (_dataLines == 2)
        {
            _lines.ResetWrittenCount();
            _lines.Write(_buffer.AsSpan(_dataAt, _dataLength));
        }

        _lines.Write("\n"u8);
        _lines.Write(_buffer.AsSpan(at, length));
    }

    private void Compact()
    {
        var shift = _eventStart;
        var kept = _end - shift;
        if (kept + LeastRoom > limit)
        {
            TooLarge = true;
        }

        var target = kept + LeastRoom > _buffer.Length ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        _buffer.AsSpan(shift, kept).CopyTo(target);
        if (!ReferenceEquals(target, _buffer))
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        _eventStart = 0;
        _end -= shift;
        _scan -= shift;
        _searched = Math.Max(0, _searched - shift);

        // Those of an event that was handed out already point nowhere any more.
        _nameAt = Math.Max(0, _nameAt - shift);
        _dataAt = Math.Max(0, _dataAt - shift);
    }
}
