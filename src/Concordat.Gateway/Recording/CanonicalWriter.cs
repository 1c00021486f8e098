using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Concordat.Gateway.Recording;

/// <summary>
/// Writes canonical JSON (RFC 8785) without building a tree. The caller writes members in ascending order of their names;
/// a test canonicalizes every kind of entry again and compares. Not thread-safe.
/// </summary>
internal sealed class CanonicalWriter
{
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', 0x7f - ' ').Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    private byte[] _output = new byte[4096];
    private int _length;
    private bool _comma;

    public ReadOnlyMemory<byte> Written => _output.AsMemory(0, _length);

    public void Clear()
    {
        _length = 0;
        _comma = false;
    }

    public void BeginObject() => Open((byte)'{');

    public void EndObject() => Close((byte)'}');

    public void BeginArray() => Open((byte)'[');

    public void EndArray() => Close((byte)']');

    /// <summary>Writes a member name, which must be plain ASCII.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        var span = Value(name.Length + 3);
        span[0] = (byte)'"';
        name.CopyTo(span[1..]);
        span[name.Length + 1] = (byte)'"';
        span[name.Length + 2] = (byte)':';
        _length += name.Length + 3;
        _comma = false;
    }

    public void Long(long value)
    {
        Utf8Formatter.TryFormat(value, Value(20), out var written);
        _length += written;
    }

    public void Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Null() => Raw("null"u8);

    /// <summary>Writes ready canonical JSON.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Value(json.Length));
        _length += json.Length;
    }

    public void Hex(ReadOnlySpan<byte> bytes)
    {
        var span = Value(bytes.Length * 2 + 2);
        span[0] = (byte)'"';
        Convert.TryToHexStringLower(bytes, span[1..], out var written);
        span[written + 1] = (byte)'"';
        _length += written + 2;
    }

    /// <summary>Writes a string with the escapes that RFC 8785 prescribes, and no others.</summary>
    public void String(ReadOnlySpan<char> value)
    {
        var span = Value(value.Length * 6 + 2);
        var at = 0;
        span[at++] = (byte)'"';
        if (value.IndexOfAnyExcept(Plain) < 0)
        {
            System.Text.Ascii.FromUtf16(value, span[1..], out var written);
            at += written;
        }
        else
        {
            at += Escaped(value, span[1..]);
        }

        span[at++] = (byte)'"';
        _length += at;
    }

    public void Ascii(ReadOnlySpan<byte> value)
    {
        var span = Value(value.Length + 2);
        span[0] = (byte)'"';
        value.CopyTo(span[1..]);
        span[value.Length + 1] = (byte)'"';
        _length += value.Length + 2;
    }

    /// <summary>A time as entries have it: UTC, RFC 3339, microseconds.</summary>
    public void Time(DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[27];
        value.UtcDateTime.TryFormat(text, out _, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        Ascii(text);
    }

    public void Member(ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        String(value);
    }

    public void Member(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Long(value);
    }

    public void Member(ReadOnlySpan<byte> name, bool value)
    {
        Name(name);
        Bool(value);
    }

    /// <summary>Writes a set of strings as a sorted array.</summary>
    public void Set(FrozenSet<string> values)
    {
        BeginArray();
        switch (values.Count)
        {
            case 0:
                break;
            case 1:
                String(values.Items[0]);
                break;
            default:
                foreach (var value in values.Items.Order(StringComparer.Ordinal))
                {
                    String(value);
                }

                break;
        }

        EndArray();
    }

    private static int Escaped(ReadOnlySpan<char> value, Span<byte> to)
    {
        var at = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is >= ' ' and < (char)0x7f and not '"' and not '\\')
            {
                to[at++] = (byte)c;
            }
            else if (c < 0x80)
            {
                at += Escape(c, to[at..]);
            }
            else
            {
                Rune.DecodeFromUtf16(value[i..], out var rune, out var used);
                at += rune.EncodeToUtf8(to[at..]);
                i += used - 1;
            }
        }

        return at;
    }

    private static int Escape(char c, Span<byte> to)
    {
        switch (c)
        {
            case '"' or '\\':
                return Two(to, (byte)c);
            case '\b':
                return Two(to, (byte)'b');
            case '\t':
                return Two(to, (byte)'t');
            case '\n':
                return Two(to, (byte)'n');
            case '\f':
                return Two(to, (byte)'f');
            case '\r':
                return Two(to, (byte)'r');
            case (char)0x7f:
                to[0] = 0x7f;
                return 1;
            default:
                "\\u00"u8.CopyTo(to);
                Convert.TryToHexStringLower([(byte)c], to[4..], out _);
                return 6;
        }
    }

    private static int Two(Span<byte> to, byte c)
    {
        to[0] = (byte)'\\';
        to[1] = c;
        return 2;
    }

    private void Open(byte bracket)
    {
        Value(1)[0] = bracket;
        _length++;
        _comma = false;
    }

    private void Close(byte bracket)
    {
        Room(1)[0] = bracket;
        _length++;
        _comma = true;
    }

    /// <summary>Room for a value or a name, after the comma that parts it from the one before.</summary>
    private Span<byte> Value(int most)
    {
        var span = Room(most + 1);
        if (!_comma)
        {
            _comma = true;
            return span;
        }

        span[0] = (byte)',';
        _length++;
        return span[1..];
    }

    private Span<byte> Room(int most)
    {
        if (_output.Length - _length < most)
        {
            Array.Resize(ref _output, Math.Max(_output.Length * 2, _length + most));
        }

        return _output.AsSpan(_length);
    }
}
