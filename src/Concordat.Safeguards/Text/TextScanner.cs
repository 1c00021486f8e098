using System.Buffers;
using System.Text;
using Concordat.Safeguards.Labels;
using Concordat.Safeguards.Persons;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Text;

/// <summary>
/// Reads one text in pieces of any size and reports what it holds. The same text gives the same findings however it is split.
/// </summary>
/// <remarks>
/// Canonical bytes of the open token, and of open numbers and marks before it, stand in a window of bounded size. Prose closes
/// the window at each space and is never looked at again; only windows with a digit, an <c>@</c> or a mark word are inspected.
/// Linear in the text. Not thread-safe.
/// </remarks>
internal sealed class TextScanner : ITextSink
{
    private const int _capacity = 320;
    private const int _overlap = 128;
    private const int _maxHold = 1024;
    private const int _encodedLength = 24;

    // in _invisible beside the length of the run: it began inside a Latin word
    private const int _hidesInWord = 0x100;
    private const int _longestInnocentRun = 8;

    /// <summary>Stands in <see cref="_previous"/> for the flag that tag characters may follow.</summary>
    private const byte _blackFlag = 0xFE;

    private static readonly SearchValues<byte> _lineSigns = SearchValues.Create("*_#>-=+|\""u8);

    private readonly Findings _findings;
    private readonly WordReader _words;
    private readonly int _nesting;
    private readonly byte[] _window = new byte[_capacity + 32];
    private EncodedText? _encoded;

    // the window: canonical bytes since the last cut, and where they stand in the text
    private int _length;
    private long _windowStart;
    private int _windowFlags;
    private int _windowToken;
    private TokenKind _open;
    private bool _cutLeft;
    private bool _openAtLineStart;
    private bool _openAlone;

    // the open token
    private int _tokenStart;
    private long _tokenPosition;
    private int _flags;
    private int _token = 1;
    private int _decodedTo;

    // the open word
    private ulong _hash = WordTable.Seed;
    private ulong _owner;
    private int _wordLength;
    private long _wordStart;
    private CanonicalKind _wordKinds;

    // the line and what stood just before
    private bool _lineStart = true;
    private bool _enumerated;
    private bool _sawText;
    private byte _previous;
    private int _invisible;
    private long _end;

    public TextScanner(Findings findings, int nesting = 0)
    {
        _findings = findings;
        _nesting = nesting;
        _words = new WordReader(findings);
    }

    /// <summary>Position from which text may still become part of a finding; <see cref="long.MaxValue"/> when nothing is open.</summary>
    public long OpenSince
    {
        get
        {
            var open = Math.Min(_length > 0 ? _windowStart : long.MaxValue, _words.OpenSince);
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
        EndToken(newline: true);
        _encoded?.Complete();
        _words.EndText();
        _lineStart = true;
        _enumerated = false;
        _sawText = false;
        _previous = 0;
        _invisible = 0;
    }

    /// <summary>The open end of the text in canonical bytes; null when nothing is open.</summary>
    public byte[]? CopyOpen() => _length == 0 ? null : _window.AsSpan(0, _length).ToArray();

    /// <summary>Forgets everything, for the next request.</summary>
    public void Reset()
    {
        _length = _flags = _windowFlags = _tokenStart = _wordLength = _windowToken = _decodedTo = 0;
        _token = 1;
        _hash = WordTable.Seed;
        _owner = 0;
        _wordKinds = CanonicalKind.None;
        _open = TokenKind.Plain;
        _cutLeft = _enumerated = _sawText = _openAtLineStart = _openAlone = false;
        _lineStart = true;
        _previous = 0;
        _invisible = 0;
        _end = 0;
        _words.Reset();
        _encoded?.Reset();
    }

    private int FeedWord(ReadOnlySpan<byte> text, int i, long position)
    {
        unchecked
        {
            if (_invisible != 0)
            {
                SettleInvisible(word: true);
            }

            if (_wordLength == 0)
            {
                _wordStart = position + i;
            }

            Begin(position + i);
            var classes = AsciiClass.Of;
            var fold = AsciiClass.Fold;
            var window = _window;
            var length = _length;
            var hash = _hash;
            var flags = _flags;
            var from = i;
            var end = Math.Min(text.Length, i + _capacity - length);
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

            _flags = flags;
            _hash = hash;
            _length = length;
            _wordLength += i - from;
            _wordKinds |= CanonicalKind.Latin;
            _previous = text[i - 1];
            if (length >= _capacity)
            {
                ForceCut();
            }

            return i;
        }
    }

    private void FeedSign(byte b, byte kind, long position)
    {
        if (_invisible != 0)
        {
            SettleInvisible(word: false);
        }

        _previous = b;
        if ((kind & AsciiClass.Blank) != 0)
        {
            if (_wordLength > 0)
            {
                EndWord();
            }

            EndToken((kind & AsciiClass.Newline) != 0);
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

        Begin(position);
        _flags |= kind;
        Append(b);
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
            SeeInvisible(kind, rune.Value);
            return consumed;
        }

        if (_invisible != 0)
        {
            SettleInvisible((kind & CanonicalKind.Ascii) != CanonicalKind.None && (AsciiClass.Of[entry.Text[0]] & AsciiClass.Word) != 0);
        }

        if ((kind & CanonicalKind.Breaks) != CanonicalKind.None)
        {
            EndWord();
            EndToken((kind & CanonicalKind.Newline) != CanonicalKind.None);
            _previous = rune.Value == 0x1F3F4 ? _blackFlag : (byte)' ';
            if (entry.Text.Length > 0)
            {
                _lineStart = false;
                _sawText = true;
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
                EndToken(newline: false);
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

            Begin(position);
            _flags |= bits;
            Append(b);
        }
    }

    private void SeeInvisible(CanonicalKind kind, int scalar)
    {
        // tags spell the regions of a flag, and stand nowhere else
        var flag = scalar is >= 0xE0020 and <= 0xE007F && _previous == _blackFlag;
        if ((kind & CanonicalKind.Hidden) != CanonicalKind.None && !flag)
        {
            _findings.AddHidden();
        }

        if (kind != CanonicalKind.Drop || scalar >= 0xE0100 || scalar is >= 0xFE00 and <= 0xFE0F)
        {
            // direction marks and break opportunities are needed around Latin words, never inside one
            var count = (_invisible & 0xFF) + 1;
            var inWord = kind == CanonicalKind.ZeroWidth && char.IsAsciiLetterOrDigit((char)_previous);
            _invisible = (inWord ? _hidesInWord : _invisible & ~0xFF) | count;

            // a run of invisible characters carries a message whatever stands around it
            if (count >= _longestInnocentRun && !flag)
            {
                _findings.AddHidden();
                _invisible = 0;
            }
        }
    }

    private void SettleInvisible(bool word)
    {
        if (word && (_invisible & _hidesInWord) != 0)
        {
            _findings.AddHidden();
        }

        _invisible = 0;
    }

    private void Begin(long position)
    {
        if (_length == _tokenStart)
        {
            _tokenPosition = position;
            if (_length == 0)
            {
                _windowStart = position;
                _windowToken = _token;
            }
        }
    }

    private void Append(byte b)
    {
        _window[_length++] = b;
        if (_length >= _capacity)
        {
            ForceCut();
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
        var known = _words.Read(hash, _wordStart, _token);
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

    private void EndToken(bool newline)
    {
        if (_length > _tokenStart)
        {
            CloseToken(newline);
        }

        if (newline)
        {
            CloseWindow(_length, [], endsLine: true);
            _lineStart = true;
        }
    }

    private void CloseToken(bool newline)
    {
        var token = _window.AsSpan(_tokenStart, _length - _tokenStart);
        if (token.Length >= _encodedLength || _decodedTo > 0)
        {
            Decode(token[Math.Min(_decodedTo, token.Length)..], ends: true);
            _decodedTo = 0;
        }

        const int Telling = AsciiClass.Digit | AsciiClass.At | AsciiClass.Slash;
        var plain = (_flags & Telling) == 0 && ((_flags & AsciiClass.Lower) != 0 || (_flags & AsciiClass.Upper) == 0);
        if (_open == TokenKind.Plain && plain && !CouldOpen(token) && ((_flags & AsciiClass.Upper) == 0 || !_words.IsLabelled(_token)))
        {
            _length = _tokenStart = _flags = 0;
            _lineStart = _lineStart && KeepsLineStart(token);
            _cutLeft = false;
        }
        else
        {
            JoinWindow(token);
        }

        _sawText = true;
        _token++;
        _tokenStart = _length;
        _flags = 0;
        if (_length > 0 && !newline)
        {
            Append((byte)' ');
            _tokenStart = _length;
        }
    }

    /// <summary>A token without digits, <c>@</c>, slash or capitals that may still open a window: a parenthesis, a dash before a number, <c>top</c>.</summary>
    private static bool CouldOpen(ReadOnlySpan<byte> token) =>
        token.Length <= 3 && (token[0] is (byte)'(' or (byte)'+' or (byte)'-' || Ascii.EqualsIgnoreCase(token, "top"));

    /// <summary>Adds the token to the open window, or closes the window and perhaps opens a new one with the token.</summary>
    private void JoinWindow(ReadOnlySpan<byte> token)
    {
        var kind = Classify(token);
        var goesOn = _open switch
        {
            TokenKind.Mark => TokenClassifier.ContinuesMark(_window.AsSpan(0, _tokenStart), token, _flags),
            TokenKind.Number => kind is TokenKind.Number or TokenKind.Link,
            _ => false,
        };
        if (goesOn)
        {
            _windowFlags |= _flags;
            return;
        }

        CloseWindow(_tokenStart, token, endsLine: false);

        // what is left of the window is the token alone
        _openAtLineStart = _lineStart;
        _openAlone = !_sawText;
        _lineStart = _lineStart && KeepsLineStart(_window.AsSpan(0, _length));
        _windowFlags = _flags;
        _windowToken = _token;
        _open = kind == TokenKind.Link ? IsOpening(_window.AsSpan(0, _length)) ? TokenKind.Number : TokenKind.Plain : kind;
        if (_open == TokenKind.Plain)
        {
            CloseWindow(_length, [], endsLine: false);
        }
    }

    private TokenKind Classify(ReadOnlySpan<byte> token)
    {
        if (TokenClassifier.CouldBeMark(token, _flags, _words.IsLabelled(_token)))
        {
            return TokenKind.Mark;
        }

        if ((_flags & AsciiClass.Digit) != 0)
        {
            return TokenKind.Number;
        }

        if (TokenClassifier.IsLink(token))
        {
            return TokenKind.Link;
        }

        // the letters of a plate or passport that stands in two parts
        return (_flags & AsciiClass.Lower) == 0 && token.Length <= 4 && _words.ContextAt(_token) != PersonContext.None ? TokenKind.Number : TokenKind.Plain;
    }

    private static bool IsOpening(ReadOnlySpan<byte> token) => token.Length <= 2 && token[0] is (byte)'(' or (byte)'+' or (byte)'-';

    /// <summary>List markers, labels that end in a colon and signs leave the next token at the start of its line.</summary>
    private static bool KeepsLineStart(ReadOnlySpan<byte> token) =>
        token[^1] == ':' || (token.Length <= 4 && (token[^1] is (byte)'.' or (byte)')' || !token.ContainsAnyInRange((byte)'0', (byte)'z')))
        || token.IndexOfAnyExcept(_lineSigns) < 0;

    /// <summary>Inspects the first <paramref name="length"/> bytes of the window and forgets them.</summary>
    private void CloseWindow(int length, ReadOnlySpan<byte> follow, bool endsLine)
    {
        if (length > 0)
        {
            InspectWindow(_window.AsSpan(0, length).TrimEnd((byte)' '), follow, endsLine, PersonContext.None);
            _window.AsSpan(length, _length - length).CopyTo(_window);
            _length -= length;
            _windowStart = _tokenPosition;
        }

        _tokenStart = 0;
        _open = TokenKind.Plain;
        _windowFlags = 0;
        _cutLeft = _cutLeft && length == 0;
    }

    private void InspectWindow(ReadOnlySpan<byte> window, ReadOnlySpan<byte> follow, bool endsLine, PersonContext cut)
    {
        if (window.IsEmpty)
        {
            return;
        }

        if (_open == TokenKind.Mark)
        {
            MarkInspector.Inspect(_findings, window, follow, _openAtLineStart, endsLine, _words.IsLabelled(_windowToken), _enumerated);
        }

        _enumerated |= _openAtLineStart && window is [(byte)'(', (byte)'A' or (byte)'B', (byte)')', ..];
        var context = cut | (_cutLeft ? PersonContext.CutLeft : PersonContext.None);
        if ((_windowFlags & AsciiClass.Digit) != 0)
        {
            context |= _words.ContextAt(_windowToken) | (endsLine && _openAlone ? PersonContext.Alone : PersonContext.None);
        }

        PersonInspector.Inspect(_findings, window, _windowFlags, context);
    }

    /// <summary>The window is full: inspects it and keeps its end, so that nothing is lost at the cut.</summary>
    private void ForceCut()
    {
        _windowFlags |= _flags;
        Decode(_window.AsSpan(_tokenStart + _decodedTo, _length - _tokenStart - _decodedTo), ends: false);
        InspectWindow(_window.AsSpan(0, _length), [], endsLine: false, PersonContext.CutRight);
        var dropped = _length - _overlap;
        _window.AsSpan(dropped, _overlap).CopyTo(_window);
        _length = _overlap;
        _tokenStart = Math.Max(0, _tokenStart - dropped);
        _decodedTo = _length - _tokenStart;
        _windowStart += dropped;
        _windowToken = _token;
        _openAtLineStart = false;
        _cutLeft = true;
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool ends)
    {
        if (_nesting < EncodedText.MaxNesting)
        {
            (_encoded ??= new EncodedText(_findings, _nesting)).Feed(bytes, ends);
        }
    }
}
