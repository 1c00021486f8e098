using System.Buffers;
using System.Text;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Text;

/// <summary>
/// Reads one text in pieces of any size and reports what it holds. The same text gives the same findings however it is split.
/// </summary>
/// <remarks>
/// Turns UTF-8 into canonical bytes one scalar at a time, hashes words on the way, and leaves tokens to <see cref="TokenWindow"/>.
/// Linear in the text. Not thread-safe.
/// </remarks>
internal sealed class TextScanner : ITextSink
{
    private const int _maxHold = 1024;

    private readonly Findings _findings;
    private readonly WordReader _words;
    private readonly TokenWindow _window;
    private InvisibleWatch _invisible;

    // the open word
    private ulong _hash = WordTable.Seed;
    private ulong _owner;
    private int _wordLength;
    private long _wordStart;
    private CanonicalKind _wordKinds;

    private byte _previous;
    private long _end;

    public TextScanner(Findings findings, int nesting = 0)
    {
        _findings = findings;
        _words = new WordReader(findings);
        _window = new TokenWindow(findings, _words, nesting);
    }

    /// <summary>Position from which text may still become part of a finding; <see cref="long.MaxValue"/> when nothing is open.</summary>
    public long OpenSince
    {
        get
        {
            var open = Math.Min(_window.OpenSince, _words.OpenSince);
            return open == long.MaxValue ? open : Math.Max(open, _end - _maxHold);
        }
    }

    public void Feed(ReadOnlySpan<byte> text, long position)
    {
        unchecked
        {
            var classes = AsciiClass.Of;
            var i = 0;
            while (i < text.Length)
            {
                var b = text[i];
                if (b >= 0x80)
                {
                    i += FeedScalar(text[i..], position + i);
                    continue;
                }

                var kind = classes[b];
                if ((kind & AsciiClass.Word) != 0)
                {
                    i = FeedWord(text, i, position);
                    continue;
                }

                FeedSign(b, kind, position + i);
                i++;
            }

            _end = position + text.Length;
        }
    }

    /// <summary>Ends the text: everything open is inspected.</summary>
    public void Complete()
    {
        EndWord();
        _window.Complete();
        _words.EndText();
        _previous = 0;
        _invisible = default;
    }

    /// <summary>The open end of the text in canonical bytes; null when nothing is open.</summary>
    public byte[]? CopyOpen() => _window.Length == 0 ? null : _window.Buffer.AsSpan(0, _window.Length).ToArray();

    /// <summary>Forgets everything, for the next request.</summary>
    public void Reset()
    {
        _hash = WordTable.Seed;
        _owner = 0;
        _wordLength = 0;
        _wordKinds = CanonicalKind.None;
        _previous = 0;
        _invisible = default;
        _end = 0;
        _words.Reset();
        _window.Reset();
    }

    private int FeedWord(ReadOnlySpan<byte> text, int i, long position)
    {
        unchecked
        {
            _invisible.Settle(_findings, inWord: true);

            if (_wordLength == 0)
            {
                _wordStart = position + i;
            }

            _window.Begin(position + i);
            var classes = AsciiClass.Of;
            var fold = AsciiClass.Fold;
            var window = _window.Buffer;
            var length = _window.Length;
            var hash = _hash;
            var flags = _window.Flags;
            var from = i;
            var end = Math.Min(text.Length, i + TokenWindow.Capacity - length);
            while (i < end)
            {
                var b = text[i];
                var kind = classes[b];
                if ((kind & AsciiClass.Word) == 0)
                {
                    break;
                }

                flags |= kind;
                hash = WordTable.Step(hash, fold[b]);
                window[length++] = b;
                i++;
            }

            _window.Flags = flags;
            _hash = hash;
            _window.Length = length;
            _wordLength += i - from;
            _wordKinds |= CanonicalKind.Latin;
            _previous = text[i - 1];
            if (length >= TokenWindow.Capacity)
            {
                _window.ForceCut();
            }

            return i;
        }
    }

    private void FeedSign(byte b, byte kind, long position)
    {
        _invisible.Settle(_findings, inWord: false);

        _previous = b;
        if ((kind & AsciiClass.Blank) != 0)
        {
            if (_wordLength > 0)
            {
                EndWord();
            }

            _window.EndToken((kind & AsciiClass.Newline) != 0);
            return;
        }

        if (b < 0x20 || b == 0x7F)
        {
            if (b == 0)
            {
                _findings.AddHidden();
            }

            return;
        }

        // an apostrophe stays inside its word
        if (_wordLength > 0)
        {
            if (b == '\'')
            {
                _owner = _hash;
            }
            else
            {
                EndWord();
            }
        }

        _window.Begin(position);
        _window.Flags |= kind;
        _window.Append(b);
    }

    private int FeedScalar(ReadOnlySpan<byte> text, long position)
    {
        if (Rune.DecodeFromUtf8(text, out var rune, out var consumed) != OperationStatus.Done)
        {
            rune = Rune.ReplacementChar;
            consumed = 1;
        }

        var entry = CanonicalTable.Of(rune.Value);
        var kind = entry.Kind;
        if ((kind & (CanonicalKind.Drop | CanonicalKind.ZeroWidth | CanonicalKind.Hidden)) != CanonicalKind.None)
        {
            _invisible.See(_findings, kind, rune.Value, _previous);
            return consumed;
        }

        _invisible.Settle(_findings, inWord: (kind & CanonicalKind.Ascii) != CanonicalKind.None && (AsciiClass.Of[entry.Text[0]] & AsciiClass.Word) != 0);

        if ((kind & CanonicalKind.Breaks) != CanonicalKind.None)
        {
            EndWord();
            _window.EndToken((kind & CanonicalKind.Newline) != CanonicalKind.None);
            _previous = rune.Value == 0x1F3F4 ? InvisibleWatch.BlackFlag : (byte)' ';
            if (entry.Text.Length > 0)
            {
                _window.PassText();
            }

            return consumed;
        }

        _previous = (kind & CanonicalKind.Ascii) != CanonicalKind.None ? entry.Text[^1] : (byte)0xFF;
        foreach (var b in entry.Text)
        {
            FeedCanonical(b, kind, position);
        }

        return consumed;
    }

    private void FeedCanonical(byte b, CanonicalKind kind, long position)
    {
        unchecked
        {
            var bits = AsciiClass.Of[b];
            if ((bits & AsciiClass.Blank) != 0)
            {
                EndWord();
                _window.EndToken(newline: false);
                return;
            }

            var inWord = (bits & AsciiClass.Word) != 0 || b >= 0x80;
            if (inWord)
            {
                if (_wordLength == 0)
                {
                    _wordStart = position;
                }

                _hash = WordTable.Step(_hash, AsciiClass.Fold[b]);
                _wordLength++;
                _wordKinds |= kind;
            }
            else if (b == '\'')
            {
                _owner = _hash;
            }
            else if (_wordLength > 0)
            {
                EndWord();
            }

            _window.Begin(position);
            _window.Flags |= bits;
            _window.Append(b);
        }
    }

    private void EndWord()
    {
        if (_wordLength == 0)
        {
            return;
        }

        // `citizen's` reads as `citizen`
        var hash = _owner != 0 && _hash == WordTable.Step(_owner, (byte)'s') ? _owner : _hash;
        var known = _words.Read(hash, _wordStart, _window.Token);
        const CanonicalKind Disguised = CanonicalKind.LookAlike | CanonicalKind.Styled;
        if ((_wordKinds & Disguised) != CanonicalKind.None && _wordLength >= 3 && (_wordKinds & CanonicalKind.Letter) == CanonicalKind.None
            && ((_wordKinds & CanonicalKind.Latin) != CanonicalKind.None || (known && _wordLength >= 4)))
        {
            _findings.AddConfusable();
        }

        _hash = WordTable.Seed;
        _owner = 0;
        _wordLength = 0;
        _wordKinds = CanonicalKind.None;
    }
}
