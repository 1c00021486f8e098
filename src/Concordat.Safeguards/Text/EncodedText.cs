using System.Buffers;
using System.Text;

namespace Concordat.Safeguards.Text;

/// <summary>Decodes long base64 runs inside tokens: text is inspected like any text, long opaque runs are reported.</summary>
/// <remarks>Sees only tokens of 24 bytes and more. Linear; keeps at most a few hundred bytes. Not thread-safe.</remarks>
internal sealed class EncodedText(Findings findings, int nesting)
{
    /// <summary>Base64 in base64 is followed this deep.</summary>
    public const int MaxNesting = 2;

    private const int _decision = 24;
    private const int _opaqueLength = 512;

    private readonly byte[] _head = new byte[_decision];
    private readonly byte[] _before = new byte[96];
    private readonly byte[] _decoded = new byte[260];
    private TextScanner? _inner;
    private int _beforeLength;
    private int _run;
    private int _flags;
    private State _state;
    private int _bits;
    private int _bitCount;
    private int _decodedLength;

    private enum State
    {
        Undecided,
        Text,
        Opaque,

        /// <summary>A data URL whose media type was already reported.</summary>
        Reported,
    }

    /// <summary>Reads the next bytes of a token.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, bool ends)
    {
        foreach (var b in bytes)
        {
            if (Value(b) < 0)
            {
                EndRun();
                Remember(b);
                continue;
            }

            _flags |= AsciiClass.Of[b];
            if (_run < _decision)
            {
                _head[_run++] = b;
                if (_run == _decision)
                {
                    Decide();
                }

                continue;
            }

            _run++;
            if (_state == State.Text)
            {
                Decode(b);
            }
            else if (_state == State.Opaque && _run == _opaqueLength && (_flags & AsciiClass.Digit) != 0 && (_flags & (AsciiClass.Lower | AsciiClass.Upper)) != 0)
            {
                findings.AddUninspectable("unknown");
            }
        }

        if (ends)
        {
            EndRun();
            _beforeLength = 0;
        }
    }

    public void Complete()
    {
        EndRun();
        _beforeLength = 0;
    }

    public void Reset()
    {
        _run = _flags = _bits = _bitCount = _decodedLength = _beforeLength = 0;
        _state = State.Undecided;
        _inner?.Reset();
    }

    private void Decide()
    {
        var media = MediaType();
        if (media is not null)
        {
            findings.AddUninspectable(media);
            _state = State.Reported;
            return;
        }

        // a stray character before the run shifts it, so all four alignments are tried
        for (var skip = 0; skip < 4; skip++)
        {
            if (IsText(_head.AsSpan(skip)))
            {
                _state = State.Text;
                _inner ??= new TextScanner(findings, nesting + 1);
                foreach (var b in _head.AsSpan(skip))
                {
                    Decode(b);
                }

                return;
            }
        }

        _state = State.Opaque;
    }

    /// <summary>The kind to report when the run is the data of a data URL that holds no text; null otherwise.</summary>
    private string? MediaType()
    {
        var before = _before.AsSpan(0, _beforeLength);
        if (!before.EndsWith(";base64,"u8))
        {
            return null;
        }

        var start = before.LastIndexOf("data:"u8);
        var media = start < 0 ? [] : before[(start + 5)..];
        return media.StartsWith("image/"u8) ? "image"
            : media.StartsWith("audio/"u8) ? "audio"
            : media.StartsWith("video/"u8) ? "video"
            : media.StartsWith("text/"u8) || media.StartsWith("application/json"u8) || start < 0 ? null
            : "file";
    }

    private static bool IsText(ReadOnlySpan<byte> encoded)
    {
        Span<byte> decoded = stackalloc byte[18];
        var length = 0;
        var bits = 0;
        var count = 0;
        foreach (var b in encoded)
        {
            bits = ((bits << 6) | Value(b)) & 0xFFFF;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                decoded[length++] = (byte)((bits >> count) & 0xFF);
            }
        }

        return IsPrintable(decoded[..length], partial: true);
    }

    private static bool IsPrintable(ReadOnlySpan<byte> text, bool partial)
    {
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            if (status == OperationStatus.NeedMoreData)
            {
                return partial;
            }

            if (status != OperationStatus.Done || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')))
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
    }

    private void Decode(byte b)
    {
        if (b == '=')
        {
            return;
        }

        _bits = ((_bits << 6) | Value(b)) & 0xFFFF;
        _bitCount += 6;
        if (_bitCount < 8)
        {
            return;
        }

        _bitCount -= 8;
        _decoded[_decodedLength++] = (byte)((_bits >> _bitCount) & 0xFF);
        if (_decodedLength >= 256)
        {
            Flush(final: false);
        }
    }

    /// <summary>Hands the decoded text on, but for a sequence that is not whole yet.</summary>
    private void Flush(bool final)
    {
        var text = _decoded.AsSpan(0, _decodedLength);
        var whole = text.Length;
        for (var back = 1; back <= Math.Min(3, text.Length) && !final; back++)
        {
            if (Rune.DecodeFromUtf8(text[^back..], out _, out _) == OperationStatus.NeedMoreData)
            {
                whole = text.Length - back;
                break;
            }
        }

        if (!IsPrintable(text[..whole], partial: final))
        {
            _inner!.Complete();
            _state = State.Opaque;
            _decodedLength = 0;
            return;
        }

        _inner!.Feed(text[..whole], 0);
        text[whole..].CopyTo(_decoded);
        _decodedLength -= whole;
    }

    private void EndRun()
    {
        if (_state == State.Text)
        {
            Flush(final: true);
            _inner!.Complete();
        }

        foreach (var b in _head.AsSpan(0, Math.Min(_run, _decision)))
        {
            Remember(b);
        }

        _run = _flags = _bits = _bitCount = _decodedLength = 0;
        _state = State.Undecided;
    }

    private void Remember(byte b)
    {
        if (_beforeLength == _before.Length)
        {
            _before.AsSpan(_before.Length / 2).CopyTo(_before);
            _beforeLength = _before.Length / 2;
        }

        _before[_beforeLength++] = b;
    }

    /// <summary>Six bits of a base64 or base64url letter, 0 for padding, -1 for anything else.</summary>
    private static int Value(byte b) => (char)b switch
    {
        >= 'A' and <= 'Z' => b - 'A',
        >= 'a' and <= 'z' => b - 'a' + 26,
        >= '0' and <= '9' => b - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        '=' => 0,
        _ => -1,
    };
}
