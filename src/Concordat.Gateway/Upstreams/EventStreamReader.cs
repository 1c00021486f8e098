using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Concordat.Gateway.Dialects.Translation;
using Concordat.Gateway.Release;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// Cuts <c>application/vnd.amazon.eventstream</c> into events (Amazon event stream encoding: prelude of total and header length with its
/// checksum, headers, payload, checksum of all). Both checksums are verified; lengths are judged before anything is kept.
/// Not thread-safe; return its buffer with <see cref="Dispose"/>.
/// </summary>
internal sealed class EventStreamReader(int limit) : IFrames
{
    private const int Prelude = 12;
    private const int Least = 16;
    private const byte TextHeader = 7;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private int _start;
    private int _end;

    /// <summary>Never: a frame that is too large is refused with its own reason.</summary>
    public bool TooLarge => false;

    /// <summary>A frame has begun that is not whole yet.</summary>
    public bool InEvent => _end > _start;

    public Memory<byte> Room()
    {
        if (_buffer.Length - _end < 4096)
        {
            var kept = _end - _start;
            var target = kept + 4096 > _buffer.Length ? ArrayPool<byte>.Shared.Rent(checked(_buffer.Length * 2)) : _buffer;
            _buffer.AsSpan(_start, kept).CopyTo(target);
            if (!ReferenceEquals(target, _buffer))
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = target;
            }

            (_start, _end) = (0, kept);
        }

        return _buffer.AsMemory(_end);
    }

    public void Filled(int count) => _end += count;

    /// <inheritdoc/>
    /// <exception cref="AnswerFaultException">The bytes are no event stream.</exception>
    public bool TryRead(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> data)
    {
        name = default;
        data = default;
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.Length < Prelude)
        {
            return false;
        }

        var total = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        if (Crc32.Of(bytes[..8]) != BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]))
        {
            throw new AnswerFaultException("the checksum of a frame's prelude is wrong");
        }

        if (total > (uint)limit)
        {
            throw new AnswerFaultException("a frame of it is longer than can be held for inspection");
        }

        if (total < Least || headers > total - Least)
        {
            throw new AnswerFaultException("the lengths of a frame contradict each other");
        }

        if (bytes.Length < total)
        {
            return false;
        }

        var frame = bytes[..(int)total];
        if (Crc32.Of(frame[..^4]) != BinaryPrimitives.ReadUInt32BigEndian(frame[^4..]))
        {
            throw new AnswerFaultException("the checksum of a frame is wrong");
        }

        _start += (int)total;
        name = NameOf(frame.Slice(Prelude, (int)headers));
        data = frame[(Prelude + (int)headers)..^4];
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    /// <summary>What the frame is: the type of its event or exception; one header of each name, each a text.</summary>
    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> headers)
    {
        ReadOnlySpan<byte> message = default;
        ReadOnlySpan<byte> type = default;
        while (!headers.IsEmpty)
        {
            var key = Take(ref headers, Take(ref headers, 1)[0]);
            if (Take(ref headers, 1)[0] != TextHeader)
            {
                throw new AnswerFaultException("a header of a frame is no text");
            }

            var value = Take(ref headers, BinaryPrimitives.ReadUInt16BigEndian(Take(ref headers, 2)));
            if (key.SequenceEqual(":message-type"u8))
            {
                message = Once(message, value);
            }
            else if (key.SequenceEqual(":event-type"u8) || key.SequenceEqual(":exception-type"u8) || key.SequenceEqual(":error-code"u8))
            {
                type = Once(type, value);
            }
        }

        if (message.SequenceEqual("event"u8) && !type.IsEmpty && !type.EndsWith("Exception"u8))
        {
            return type;
        }

        return message.SequenceEqual("exception"u8) || message.SequenceEqual("error"u8)
            ? Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(type).TrimEnd() + (type.EndsWith("Exception"u8) ? "" : "Exception"))
            : throw new AnswerFaultException("a frame of it does not say what it is");
    }

    private static ReadOnlySpan<byte> Once(ReadOnlySpan<byte> before, ReadOnlySpan<byte> value) =>
        before.IsEmpty ? value : throw new AnswerFaultException("a frame says twice what it is");

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length < count)
        {
            throw new AnswerFaultException("a header of a frame is cut short");
        }

        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
