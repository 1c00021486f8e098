using System.Buffers;

namespace Concordat.Safeguards.Text;

/// <summary>Decodes base64, base32 and hexadecimal runs inside tokens: text is inspected like any text, long opaque runs are reported.</summary>
/// <remarks>
/// Sees only tokens of 16 bytes and more, and goes on where a run is wrapped into lines. Linear: 16 letters are tried
/// in each alphabet and alignment, and again after 8 letters or a sign, until they are text or too long to be let through. Not thread-safe.
/// </remarks>
internal sealed class EncodedText(Findings findings, WordReader words, int nesting)
{
    /// <summary>The shortest run that is decoded, in letters.</summary>
    public const int Shortest = 16;

    private const int _opaqueLength = 512;
    private const int _wrappedLength = 40;
    private const int _slide = 8;

    private static readonly TextAlphabet[] _alphabets = [TextAlphabet.Base64, TextAlphabet.Hex, TextAlphabet.Base32];

    private static readonly SearchValues<byte> _runLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8);

    private readonly byte[] _head = new byte[Shortest];
    private readonly long[] _positions = new long[Shortest];
    private readonly DataUrl _before = new();
    private DecodedText? _decoded;
    private DecodedText? _probe;
    private int _headLength;
    private int _run;
    private int _flags;
    private bool _reported;
    private bool _whole;

    /// <summary>The run was cut by the end of a line and may go on in the next token.</summary>
    public bool IsWrapped { get; private set; }

    public bool IsClosed => !IsWrapped && _decoded is not { IsActive: true };

    public long OpenSince => Math.Min(_decoded is { IsActive: true } ? _decoded.OpenSince : long.MaxValue, IsWrapped && _headLength > 0 ? _positions[0] : long.MaxValue);

    /// <summary>Reads the next bytes of a token.</summary>
    /// <param name="bytes">Canonical bytes.</param>
    /// <param name="position">Where the first stands in the original, as near as can be told without a map.</param>
    /// <param name="map">Says where each stands; may be null.</param>
    /// <param name="at">Index of the first in the map.</param>
    /// <param name="starts">The token starts here.</param>
    /// <param name="ends">The token ends here.</param>
    /// <param name="newline">And the line with it.</param>
    public void Feed(ReadOnlySpan<byte> bytes, long position, SourceMap? map, int at, bool starts, bool ends, bool newline)
    {
        if (starts && ends && !IsWrapped && !HoldsRun(bytes))
        {
            return;
        }

        if (starts)
        {
            _whole = true;
            if (IsWrapped && !IsLetter(bytes[0]))
            {
                EndRun();
            }

            IsWrapped = false;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            if (!IsLetter(bytes[i]))
            {
                _whole &= bytes[i] == '=' && ends;
                EndRun();
                _before.Add(bytes[i]);
                continue;
            }

            var (start, end) = map?.Range(at + i, at + i + 1) ?? (position + i, position + i + 1);
            Take(bytes[i], start, end);
        }

        _decoded?.Flush();
        if (ends)
        {
            EndToken(newline);
        }
    }

    /// <summary>Ends the text.</summary>
    public void Complete()
    {
        EndRun();
        _before.Clear();
        IsWrapped = false;
    }

    public void Reset()
    {
        _headLength = _run = _flags = 0;
        _reported = IsWrapped = false;
        _before.Clear();
        _decoded?.Reset();
    }

    public void CopyFrom(EncodedText other)
    {
        (_headLength, _run, _flags, _reported, IsWrapped, _whole) = (other._headLength, other._run, other._flags, other._reported, other.IsWrapped, other._whole);
        other._head.CopyTo(_head, 0);
        other._positions.CopyTo(_positions, 0);
        _before.CopyFrom(other._before);
        _decoded?.Reset();
        if (other._decoded is { IsActive: true } decoded)
        {
            (_decoded ??= new DecodedText(findings, words, nesting)).CopyFrom(decoded);
        }
    }

    /// <summary>A run long enough to be decoded stands in the token.</summary>
    private static bool HoldsRun(ReadOnlySpan<byte> token)
    {
        while (token.Length >= Shortest)
        {
            var stop = token.IndexOfAnyExcept(_runLetters);
            if (stop is < 0 or >= Shortest)
            {
                return true;
            }

            token = token[(stop + 1)..];
        }

        return false;
    }

    /// <summary>Capitals, or small letters with digits between; other words decode to text by chance.</summary>
    private static bool CouldBeBase32(ReadOnlySpan<byte> letters) => !letters.ContainsAnyInRange((byte)'a', (byte)'z')
        || (letters.ContainsAnyInRange((byte)'2', (byte)'7') && !letters.ContainsAnyInRange((byte)'A', (byte)'Z'));

    private static bool IsLetter(byte b) => TextAlphabet.Base64.Value(b) >= 0;

    private void Take(byte letter, long position, long end)
    {
        _run++;
        _flags |= AsciiClass.Of[letter];
        if (_decoded is { IsActive: true })
        {
            if (_decoded.Add(letter, position, end))
            {
                return;
            }

            _headLength = 0;
        }

        if (_reported)
        {
            return;
        }

        if (_run >= _opaqueLength && (_flags & AsciiClass.Digit) != 0 && (_flags & (AsciiClass.Lower | AsciiClass.Upper)) != 0)
        {
            findings.AddUninspectable("unknown");
            _reported = true;
            return;
        }

        _positions[_headLength] = position;
        _head[_headLength++] = letter;
        if (_headLength == Shortest)
        {
            Decide();
        }
    }

    private void Decide()
    {
        if (_run == _headLength && _before.MediaType() is { } media)
        {
            findings.AddUninspectable(media);
            _reported = true;
            return;
        }

        foreach (var alphabet in _alphabets)
        {
            if (ReferenceEquals(alphabet, TextAlphabet.Base32) && !CouldBeBase32(_head))
            {
                continue;
            }

            // a stray letter before the run shifts it, so all alignments are tried
            for (var skip = 0; skip < 8 / (alphabet.Bits == 4 ? 4 : alphabet.Bits == 6 ? 2 : 1); skip++)
            {
                if (DecodedText.Kind(alphabet, _head.AsSpan(skip)) is { } kind)
                {
                    Begin(alphabet, kind, skip);
                    return;
                }
            }
        }

        // what is no text here may be text further on: after a sign, as in a path, or anywhere
        var sign = _head.AsSpan().IndexOfAny("/-_+"u8);
        var cut = sign is >= 0 and < _slide ? sign + 1 : _slide;
        _head.AsSpan(cut).CopyTo(_head);
        _positions.AsSpan(cut).CopyTo(_positions);
        _headLength = Shortest - cut;
    }

    private void Begin(TextAlphabet alphabet, CodeUnits units, int skip)
    {
        if (nesting >= TextScanner.MaxNesting)
        {
            findings.AddUninspectable("unknown");
            _reported = true;
            return;
        }

        (_decoded ??= new DecodedText(findings, words, nesting)).Begin(alphabet, units);
        for (var i = skip; i < Shortest; i++)
        {
            _decoded.Add(_head[i], _positions[i], _positions[i] + 1);
        }

        _headLength = 0;
    }

    private void EndToken(bool newline)
    {
        IsWrapped = newline && _whole && _run >= _wrappedLength && _run % 4 == 0;
        if (!IsWrapped)
        {
            EndRun();
            _before.Clear();
        }
        else if (_decoded is { IsActive: true })
        {
            // the next line may be no part of it: what is open is inspected as it stands too
            (_probe ??= new DecodedText(findings, words, nesting)).CopyFrom(_decoded);
            _probe.Complete();
        }
    }

    private void EndRun()
    {
        if (_decoded is { IsActive: true })
        {
            _decoded.Complete();
        }

        if (_run > 0)
        {
            _before.Add(_head.AsSpan(0, _run <= _headLength ? _headLength : 0));
        }

        _headLength = _run = _flags = 0;
        _reported = false;
    }
}
