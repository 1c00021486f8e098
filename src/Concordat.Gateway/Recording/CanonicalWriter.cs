using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;

namespace Concordat.Gateway.Recording;

/// <summary>
/// Writes canonical JSON (RFC 8785) without building a tree. The caller writes members in ascending order of their names;
/// a test canonicalizes every kind of entry again and compares. Not thread-safe.
/// </summary>
internal sealed class CanonicalWriter
{
    private readonly ArrayBufferWriter<byte> _output = new(2048);
    private bool _comma;

    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    public void Clear()
    {
        _output.ResetWrittenCount();
        _comma = false;
    }

    public void BeginObject()
    {
        Separate();
        Put((byte)'{');
        _comma = false;
    }

    public void EndObject()
    {
        Put((byte)'}');
        _comma = true;
    }

    public void BeginArray()
    {
        Separate();
        Put((byte)'[');
        _comma = false;
    }

    public void EndArray()
    {
        Put((byte)']');
        _comma = true;
    }

    /// <summary>Writes a member name, which must be plain ASCII.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        var span = _output.GetSpan(name.Length + 3);
        span[0] = (byte)'"';
        name.CopyTo(span[1..]);
        span[name.Length + 1] = (byte)'"';
        span[name.Length + 2] = (byte)':';
        _output.Advance(name.Length + 3);
        _comma = false;
    }

    public void Long(long value)
    {
        Separate();
        var span = _output.GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var written);
        _output.Advance(written);
        _comma = true;
    }

    public void Bool(bool value)
    {
        Separate();
        _output.Write(value ? "true"u8 : "false"u8);
        _comma = true;
    }

    public void Null()
    {
        Separate();
        _output.Write("null"u8);
        _comma = true;
    }

    /// <summary>Writes ready canonical JSON.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        Separate();
        _output.Write(json);
        _comma = true;
    }

    public void Hex(ReadOnlySpan<byte> bytes)
    {
        Separate();
        var span = _output.GetSpan(bytes.Length * 2 + 2);
        span[0] = (byte)'"';
        Convert.TryToHexStringLower(bytes, span[1..], out var written);
        span[written + 1] = (byte)'"';
        _output.Advance(written + 2);
        _comma = true;
    }

    /// <summary>Writes a string with the escapes that RFC 8785 prescribes, and no others.</summary>
    public void String(ReadOnlySpan<char> value)
    {
        Separate();
        var span = _output.GetSpan(value.Length * 6 + 2);
        var at = 0;
        span[at++] = (byte)'"';
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is >= ' ' and < (char)0x7f and not '"' and not '\\')
            {
                span[at++] = (byte)c;
            }
            else if (c < 0x80)
            {
                at += Escape(c, span[at..]);
            }
            else
            {
                Rune.DecodeFromUtf16(value[i..], out var rune, out var used);
                at += rune.EncodeToUtf8(span[at..]);
                i += used - 1;
            }
        }

        span[at++] = (byte)'"';
        _output.Advance(at);
        _comma = true;
    }

    public void Ascii(ReadOnlySpan<byte> value)
    {
        Separate();
        var span = _output.GetSpan(value.Length + 2);
        span[0] = (byte)'"';
        value.CopyTo(span[1..]);
        span[value.Length + 1] = (byte)'"';
        _output.Advance(value.Length + 2);
        _comma = true;
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

    private void Separate()
    {
        if (_comma)
        {
            Put((byte)',');
        }
    }

    private void Put(byte b)
    {
        _output.GetSpan(1)[0] = b;
        _output.Advance(1);
    }
}
