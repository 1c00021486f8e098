using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Json;

/// <summary>Undoes one level of JSON escapes in text that is itself JSON, such as tool-call arguments, in pieces of any size.</summary>
/// <remarks>What is not an escape passes as it is. Not thread-safe.</remarks>
internal sealed class EmbeddedJson(TextScanner scanner) : ITextSink
{
    private readonly byte[] _pending = new byte[12];
    private int _length;
    private long _position;

    /// <summary>Start of an escape that is not whole yet; <see cref="long.MaxValue"/> when there is none.</summary>
    public long OpenSince => _length == 0 ? long.MaxValue : _position;

    public void Feed(ReadOnlySpan<byte> text, long position)
    {
        while (!text.IsEmpty)
        {
            if (_length > 0)
            {
                Take(text[0]);
                text = text[1..];
                position++;
                continue;
            }

            var next = text.IndexOf((byte)'\\');
            if (next != 0)
            {
                var plain = next < 0 ? text : text[..next];
                scanner.Feed(plain, position);
                text = text[plain.Length..];
                position += plain.Length;
                continue;
            }

            _pending[_length++] = text[0];
            _position = position++;
            text = text[1..];
        }
    }

    /// <summary>Ends the text: a broken escape passes as it is.</summary>
    public void Complete() => Release();

    public void Reset() => _length = 0;

    private void Take(byte b)
    {
        _pending[_length++] = b;
        var text = _pending.AsSpan(0, _length);
        if (_length == 2 && b != 'u')
        {
            if (JsonEscape.Length(text, out _) == 2)
            {
                Emit(text);
            }
            else
            {
                Release();
            }

            return;
        }

        // a sequence of bytes above 0x7F must reach the scanner whole
        var broken = _length is > 2 and <= 6 && !char.IsAsciiHexDigit((char)b) || (_length == 7 && b != '\\') || (_length == 8 && b != 'u')
            || (_length > 8 && !char.IsAsciiHexDigit((char)b));
        if (broken)
        {
            ReleaseBroken();
        }
        else if (_length is 6 or 12)
        {
            var length = JsonEscape.Length(text, out var lone);
            if (length == _length)
            {
                Emit(text);
            }
            else if (!lone || _length == 12)
            {
                Release();
            }
        }
    }

    private void Emit(ReadOnlySpan<byte> escape)
    {
        Span<byte> encoded = stackalloc byte[4];
        var size = JsonText.DecodeEscape(escape, out _).EncodeToUtf8(encoded);
        _length = 0;
        scanner.Feed(encoded[..size], _position);
    }

    private void Release()
    {
        var length = _length;
        _length = 0;
        scanner.Feed(_pending.AsSpan(0, length), _position);
    }

    /// <summary>The last byte breaks the escape: what came before passes, the byte is read anew.</summary>
    private void ReleaseBroken()
    {
        var last = _pending[_length - 1];
        var length = _length - 1;
        _length = 0;
        scanner.Feed(_pending.AsSpan(0, length), _position);
        var at = _position + length;
        if (last == '\\')
        {
            _pending[_length++] = last;
            _position = at;
        }
        else
        {
            // the first byte of a longer sequence: the rest follows byte by byte, and reads as letters
            scanner.Feed([last], at);
        }
    }
}
