using System.Buffers;
using System.Text;

namespace Concordat.Safeguards.Text;

/// <summary>Reads a stretch of text a second time with its escapes undone, from the first escape until nothing is open any more.</summary>
/// <remarks>The text as it stands is read beside it, so that an escape can only add to what is found. Linear. Not thread-safe.</remarks>
internal sealed class EscapeLens(Findings findings, WordReader words, int nesting)
{
    private readonly TextScanner _inner = new(findings, nesting + 1, new WordReader(findings, words));
    private readonly byte[] _pending = new byte[EscapeSyntax.MaxLength + 6];
    private int _length;
    private long _position;
    private long _end;

    // bytes of a character that escapes write one by one
    private readonly byte[] _octets = new byte[4];
    private int _octetCount;
    private long _octetPosition;
    private long _octetEnd;

    private bool _decoded;

    public bool IsActive { get; private set; }

    /// <summary>It was opened for what may be an escape, and what follows shows that it is none.</summary>
    public bool IsMistaken(ReadOnlySpan<byte> text)
    {
        if (_decoded || _length == 0)
        {
            return false;
        }

        Span<byte> joined = stackalloc byte[2 * EscapeSyntax.MaxLength];
        _pending.AsSpan(0, _length).CopyTo(joined);
        var more = Math.Min(text.Length, joined.Length - _length);
        text[..more].CopyTo(joined[_length..]);
        return EscapeSyntax.Match(joined[..(_length + more)], out _, out _) == 0;
    }

    /// <summary>Nothing is open that an escape took part in.</summary>
    public bool IsClosed => _length == 0 && _octetCount == 0 && _inner.IsClosed;

    public long OpenSince => !IsActive ? long.MaxValue
        : Math.Min(_inner.OpenSince, Math.Min(_length > 0 ? _position : long.MaxValue, _octetCount > 0 ? _octetPosition : long.MaxValue));

    /// <summary>Begins with what is open in the text before the first escape.</summary>
    public void Open(TextScanner outer)
    {
        _inner.CopyFrom(outer, lenses: false);
        _length = _octetCount = 0;
        _decoded = false;
        IsActive = true;
    }

    /// <summary>Reads the next piece; see <see cref="ITextSink"/> for <paramref name="source"/>, which is 0 for text as it stands.</summary>
    public void Feed(ReadOnlySpan<byte> text, long position, int source)
    {
        while (!text.IsEmpty)
        {
            if (_length > 0)
            {
                // a sequence of bytes above 0x7F stays whole
                var size = 1;
                while (size < text.Length && (text[size] & 0xC0) == 0x80)
                {
                    size++;
                }

                text[..size].CopyTo(_pending.AsSpan(_length));
                _length += size;
                _end = source > 0 ? position + source : position + size;
                Advance(ref text, ref position, size, source);
                Decide();
                continue;
            }

            var at = text.IndexOfAny(EscapeSyntax.Signs);
            if (at != 0)
            {
                var plain = at < 0 ? text : text[..at];
                Emit(plain, position, source);
                Advance(ref text, ref position, plain.Length, source);
                continue;
            }

            var length = EscapeSyntax.Match(text, out var value, out var octet);
            switch (length)
            {
                case 0:
                    // with what follows it, so that the inner reading sees at once that it is none
                    var next = text[1..].IndexOfAny(EscapeSyntax.Signs);
                    var plainLength = next < 0 ? text.Length : next + 1;
                    Emit(text[..plainLength], position, source);
                    Advance(ref text, ref position, plainLength, source);
                    break;
                case EscapeSyntax.Undecided:
                    text.CopyTo(_pending);
                    (_length, _position, _end) = (text.Length, position, source > 0 ? position + source : position + text.Length);
                    return;
                default:
                    Decoded(value, octet, position, source > 0 ? Math.Max(source, length) : length);
                    Advance(ref text, ref position, length, source);
                    break;
            }
        }
    }

    /// <summary>Ends the text.</summary>
    public void Complete()
    {
        if (_pending.AsSpan(0, _length).StartsWith("&#"u8))
        {
            // a number without its semicolon
            _pending[_length++] = (byte)';';
            Decide();
        }

        while (_length > 0)
        {
            ReleaseFirst();
        }

        FlushOctets();
        _inner.Complete();
        IsActive = false;
    }

    /// <summary>Goes back to the text as it stands, which keeps the words that escapes wrote.</summary>
    public void Close()
    {
        words.Adopt(_inner.Words, contexts: true);
        _inner.Reset(goesOn: true);
        IsActive = false;
    }

    public void Reset()
    {
        if (IsActive)
        {
            _inner.Reset();
        }

        _length = _octetCount = 0;
        IsActive = false;
    }

    public void CopyFrom(EscapeLens other)
    {
        _inner.CopyFrom(other._inner);
        other._pending.CopyTo(_pending, 0);
        other._octets.CopyTo(_octets, 0);
        (_length, _position, _end) = (other._length, other._position, other._end);
        (_octetCount, _octetPosition, _octetEnd) = (other._octetCount, other._octetPosition, other._octetEnd);
        (_decoded, IsActive) = (other._decoded, other.IsActive);
    }

    private static void Advance(ref ReadOnlySpan<byte> text, ref long position, int length, int source)
    {
        text = text[length..];
        position += source > 0 ? 0 : length;
    }

    private void Decide()
    {
        while (_length > 0)
        {
            var pending = _pending.AsSpan(0, _length);
            var (length, value, octet) = (0, 0, false);
            if (EscapeSyntax.Signs.Contains(pending[0]))
            {
                length = EscapeSyntax.Match(pending, out value, out octet);
            }

            if (length == EscapeSyntax.Undecided)
            {
                return;
            }

            if (length == 0)
            {
                ReleaseFirst();
                continue;
            }

            Decoded(value, octet, _position, Math.Max(length, (int)(_end - _position - (_length - length))));
            Shift(length);
        }
    }

    private void ReleaseFirst()
    {
        // a sequence of bytes above 0x7F must reach the scanner whole
        var size = 1;
        while (size < _length && (_pending[size] & 0xC0) == 0x80)
        {
            size++;
        }

        Emit(_pending.AsSpan(0, size), _position, source: 0);
        Shift(size);
    }

    private void Shift(int length)
    {
        _pending.AsSpan(length, _length - length).CopyTo(_pending);
        _length -= length;
        _position = Math.Min(_end, _position + length);
    }

    private void Decoded(int value, bool octet, long position, int source)
    {
        _decoded = true;
        if (octet && value >= 0x80)
        {
            AddOctet((byte)value, position, source);
            return;
        }

        FlushOctets();
        if (value == 0)
        {
            return;
        }

        if (nesting >= TextScanner.MaxNesting && source > 2 && value is > ' ' and not '\\')
        {
            findings.AddUninspectable("unknown");
        }

        Span<byte> encoded = stackalloc byte[4];
        var rune = Rune.IsValid(value) ? new Rune(value) : Rune.ReplacementChar;
        _inner.FeedDecoded(encoded[..rune.EncodeToUtf8(encoded)], position, source);
    }

    private void AddOctet(byte value, long position, int source)
    {
        while (true)
        {
            _octetPosition = _octetCount == 0 ? position : _octetPosition;
            _octetEnd = position + source;
            _octets[_octetCount++] = value;
            var status = Rune.DecodeFromUtf8(_octets.AsSpan(0, _octetCount), out _, out _);
            if (status == OperationStatus.NeedMoreData)
            {
                return;
            }

            if (status == OperationStatus.Done || _octetCount == 1)
            {
                FlushOctets();
                return;
            }

            // the last byte begins anew
            _octetCount--;
            FlushOctets();
        }
    }

    private void FlushOctets()
    {
        if (_octetCount == 0)
        {
            return;
        }

        var octets = _octets.AsSpan(0, _octetCount);
        var whole = Rune.DecodeFromUtf8(octets, out _, out _) == OperationStatus.Done;
        _octetCount = 0;
        _inner.FeedDecoded(whole ? octets : "\uFFFD"u8, _octetPosition, Math.Max(1, (int)(_octetEnd - _octetPosition)));
    }

    private void Emit(ReadOnlySpan<byte> text, long position, int source)
    {
        FlushOctets();
        if (source > 0)
        {
            _inner.FeedDecoded(text, position, source);
        }
        else
        {
            _inner.Feed(text, position);
        }
    }
}
