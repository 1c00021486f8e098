using System.Buffers;
using System.Text;

namespace Concordat.Safeguards.Text;

/// <summary>The text that an encoded run stands for, inspected as it is decoded.</summary>
/// <remarks>Ends by itself where the bytes stop being text. Not thread-safe.</remarks>
internal sealed class DecodedText(Findings findings, WordReader words, int nesting)
{
    private readonly TextScanner _inner = new(findings, nesting + 1, new WordReader(findings, words), excerpt: true);
    private readonly byte[] _bytes = new byte[132];
    private TextAlphabet _alphabet = TextAlphabet.Base64;
    private CodeUnits _units;
    private int _bits;
    private int _bitCount;
    private int _length;
    private long _position;
    private long _end;

    public bool IsActive { get; private set; }

    public long OpenSince => Math.Min(_inner.OpenSince, _length > 0 ? _position : long.MaxValue);

    /// <summary>What the letters write, or null when it is no text.</summary>
    public static CodeUnits? Kind(TextAlphabet alphabet, ReadOnlySpan<byte> letters)
    {
        Span<byte> bytes = stackalloc byte[EncodedText.Shortest];
        var length = alphabet.Decode(letters, bytes);
        if (length < 4)
        {
            return null;
        }

        var text = bytes[..length];
        return PrintableText.Is(text, partial: true) ? CodeUnits.Utf8
            : IsWide(text, 0) ? CodeUnits.Utf16BigEndian
            : IsWide(text, 1) ? CodeUnits.Utf16LittleEndian
            : null;
    }

    public void Begin(TextAlphabet alphabet, CodeUnits units)
    {
        (_alphabet, _units) = (alphabet, units);
        _bits = _bitCount = _length = 0;
        IsActive = true;
    }

    /// <summary>Takes the next letter; false when the run stopped being text with it.</summary>
    public bool Add(byte letter, long position, long end)
    {
        var value = _alphabet.Value(letter);
        if (value < 0)
        {
            Complete();
            return false;
        }

        _position = _length == 0 && _bitCount == 0 ? position : _position;
        _end = end;
        _bits = ((_bits << _alphabet.Bits) | value) & 0xFFFF;
        _bitCount += _alphabet.Bits;
        if (_bitCount < 8)
        {
            return true;
        }

        _bitCount -= 8;
        _bytes[_length++] = (byte)((_bits >> _bitCount) & 0xFF);
        return _length < 128 || Flush();
    }

    /// <summary>Hands on what is decoded, but for a character that is not whole yet; false when it is no text.</summary>
    public bool Flush()
    {
        if (!IsActive || _length == 0)
        {
            return IsActive;
        }

        var whole = _units == CodeUnits.Utf8 ? WholeUtf8(_bytes.AsSpan(0, _length)) : _length & ~1;
        if (!Emit(whole))
        {
            _length = 0;
            Complete();
            return false;
        }

        _bytes.AsSpan(whole, _length - whole).CopyTo(_bytes);
        _length -= whole;
        _position = _end;
        return true;
    }

    /// <summary>Ends the run.</summary>
    public void Complete()
    {
        if (!IsActive)
        {
            return;
        }

        IsActive = false;
        Emit(_units == CodeUnits.Utf8 ? WholeUtf8(_bytes.AsSpan(0, _length)) : _length & ~1);
        _inner.Complete();
        _length = 0;
    }

    /// <summary>Inspects the first bytes as the text they write; false when they write none.</summary>
    private bool Emit(int length)
    {
        Span<byte> narrow = stackalloc byte[3 * 66];
        var text = _units == CodeUnits.Utf8 ? _bytes.AsSpan(0, length) : narrow[..Narrow(_bytes.AsSpan(0, length), narrow)];
        if (text.IsEmpty)
        {
            return true;
        }

        if (!PrintableText.Is(text, partial: false))
        {
            return false;
        }

        _inner.FeedDecoded(text, _position, Math.Max(1, (int)Math.Min(1024, _end - _position)));
        return true;
    }

    public void Reset()
    {
        _inner.Reset();
        _length = 0;
        IsActive = false;
    }

    public void CopyFrom(DecodedText other)
    {
        _inner.CopyFrom(other._inner);
        other._bytes.CopyTo(_bytes, 0);
        (_alphabet, _units, _bits, _bitCount, _length) = (other._alphabet, other._units, other._bits, other._bitCount, other._length);
        (_position, _end, IsActive) = (other._position, other._end, other.IsActive);
    }

    private static int WholeUtf8(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(3, text.Length); back++)
        {
            if (Rune.DecodeFromUtf8(text[^back..], out _, out _) == OperationStatus.NeedMoreData)
            {
                return text.Length - back;
            }
        }

        return text.Length;
    }

    private static bool IsWide(ReadOnlySpan<byte> text, int zero)
    {
        for (var i = 0; i + 1 < text.Length; i += 2)
        {
            if (text[i + zero] != 0 || text[i + 1 - zero] is < 0x09 or (> 0x0D and < 0x20) or >= 0x7F)
            {
                return false;
            }
        }

        return true;
    }

    private int Narrow(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        for (var i = 0; i + 1 < text.Length; i += 2)
        {
            var unit = (char)(_units == CodeUnits.Utf16BigEndian ? (text[i] << 8) | text[i + 1] : (text[i + 1] << 8) | text[i]);
            var rune = char.IsSurrogate(unit) ? Rune.ReplacementChar : new Rune(unit);
            length += rune.EncodeToUtf8(target[length..]);
        }

        return length;
    }
}
