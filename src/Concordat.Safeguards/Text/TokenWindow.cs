using System.Buffers;
using System.Text;
using Concordat.Safeguards.Labels;
using Concordat.Safeguards.Persons;

namespace Concordat.Safeguards.Text;

/// <summary>Keeps the canonical bytes of the open token, and of open numbers and marks before it, and has them inspected when they close.</summary>
/// <remarks>
/// Bounded: a full window is inspected and its last bytes are kept, so that nothing is lost at the cut. Prose closes the window at each
/// space and is never looked at again; only windows with a digit, an <c>@</c> or a mark word are inspected. Not thread-safe.
/// </remarks>
internal sealed class TokenWindow(Findings findings, WordReader words, int nesting)
{
    public const int Capacity = 320;
    private const int _overlap = 128;
    private const int _encodedLength = 24;

    private static readonly SearchValues<byte> _lineSigns = SearchValues.Create("*_#>-=+|\""u8);

    private EncodedText? _encoded;

    // the window: canonical bytes since the last cut, and where they stand in the text
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
    private int _decodedTo;

    // the line
    private bool _lineStart = true;
    private bool _enumerated;
    private bool _sawText;

    /// <summary>The window's bytes; room for <see cref="Capacity"/> and a little more.</summary>
    public byte[] Buffer { get; } = new byte[Capacity + 32];

    /// <summary>How many bytes the window holds; whoever adds a byte that reaches <see cref="Capacity"/> calls <see cref="ForceCut"/>.</summary>
    public int Length { get; set; }

    /// <summary>Bits of <see cref="AsciiClass"/> that the open token holds.</summary>
    public int Flags { get; set; }

    /// <summary>Number of the open token, counted from 1 over all texts.</summary>
    public int Token { get; private set; } = 1;

    /// <summary>Where the window starts in the text; <see cref="long.MaxValue"/> when it is empty.</summary>
    public long OpenSince => Length > 0 ? _windowStart : long.MaxValue;

    /// <summary>A byte is about to be added: notes where its token starts.</summary>
    public void Begin(long position)
    {
        if (Length == _tokenStart)
        {
            _tokenPosition = position;
            if (Length == 0)
            {
                _windowStart = position;
                _windowToken = Token;
            }
        }
    }

    /// <summary>Adds a byte.</summary>
    public void Append(byte b)
    {
        Buffer[Length++] = b;
        if (Length >= Capacity)
        {
            ForceCut();
        }
    }

    /// <summary>Text that leaves no bytes in the window stands here: the line has begun.</summary>
    public void PassText()
    {
        _lineStart = false;
        _sawText = true;
    }

    /// <summary>Ends the text: everything open is inspected.</summary>
    public void Complete()
    {
        EndToken(newline: true);
        _encoded?.Complete();
        _lineStart = true;
        _enumerated = _sawText = false;
    }

    public void Reset()
    {
        Length = Flags = _windowFlags = _tokenStart = _windowToken = _decodedTo = 0;
        Token = 1;
        _open = TokenKind.Plain;
        _cutLeft = _enumerated = _sawText = _openAtLineStart = _openAlone = false;
        _lineStart = true;
        _encoded?.Reset();
    }

    /// <summary>Ends the open token, and with a new line everything that is open.</summary>
    public void EndToken(bool newline)
    {
        if (Length > _tokenStart)
        {
            CloseToken(newline);
        }

        if (newline)
        {
            CloseWindow(Length, [], endsLine: true);
            _lineStart = true;
        }
    }

    /// <summary>The window is full: inspects it and keeps its end, so that nothing is lost at the cut.</summary>
    public void ForceCut()
    {
        _windowFlags |= Flags;
        Decode(Buffer.AsSpan(_tokenStart + _decodedTo, Length - _tokenStart - _decodedTo), ends: false);
        InspectWindow(Buffer.AsSpan(0, Length), [], endsLine: false, PersonContext.CutRight);
        var dropped = Length - _overlap;
        Buffer.AsSpan(dropped, _overlap).CopyTo(Buffer);
        Length = _overlap;
        _tokenStart = Math.Max(0, _tokenStart - dropped);
        _decodedTo = Length - _tokenStart;
        _windowStart += dropped;
        _windowToken = Token;
        _openAtLineStart = false;
        _cutLeft = true;
    }

    private void CloseToken(bool newline)
    {
        var token = Buffer.AsSpan(_tokenStart, Length - _tokenStart);
        if (token.Length >= _encodedLength || _decodedTo > 0)
        {
            Decode(token[Math.Min(_decodedTo, token.Length)..], ends: true);
            _decodedTo = 0;
        }

        const int Telling = AsciiClass.Digit | AsciiClass.At | AsciiClass.Slash;
        var plain = (Flags & Telling) == 0 && ((Flags & AsciiClass.Lower) != 0 || (Flags & AsciiClass.Upper) == 0);
        if (_open == TokenKind.Plain && plain && !CouldOpen(token) && ((Flags & AsciiClass.Upper) == 0 || !words.IsLabelled(Token)))
        {
            Length = _tokenStart = Flags = 0;
            _lineStart = _lineStart && KeepsLineStart(token);
            _cutLeft = false;
        }
        else
        {
            JoinWindow(token);
        }

        _sawText = true;
        Token++;
        _tokenStart = Length;
        Flags = 0;
        if (Length > 0 && !newline)
        {
            Append((byte)' ');
            _tokenStart = Length;
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
            TokenKind.Mark => TokenClassifier.ContinuesMark(Buffer.AsSpan(0, _tokenStart), token, Flags),
            TokenKind.Number => kind is TokenKind.Number or TokenKind.Link,
            _ => false,
        };
        if (goesOn)
        {
            _windowFlags |= Flags;
            return;
        }

        CloseWindow(_tokenStart, token, endsLine: false);

        // what is left of the window is the token alone
        _openAtLineStart = _lineStart;
        _openAlone = !_sawText;
        _lineStart = _lineStart && KeepsLineStart(Buffer.AsSpan(0, Length));
        _windowFlags = Flags;
        _windowToken = Token;
        _open = kind == TokenKind.Link ? IsOpening(Buffer.AsSpan(0, Length)) ? TokenKind.Number : TokenKind.Plain : kind;
        if (_open == TokenKind.Plain)
        {
            CloseWindow(Length, [], endsLine: false);
        }
    }

    private TokenKind Classify(ReadOnlySpan<byte> token)
    {
        if (TokenClassifier.CouldBeMark(token, Flags, words.IsLabelled(Token)))
        {
            return TokenKind.Mark;
        }

        if ((Flags & AsciiClass.Digit) != 0)
        {
            return TokenKind.Number;
        }

        if (TokenClassifier.IsLink(token))
        {
            return TokenKind.Link;
        }

        // the letters of a plate or passport that stands in two parts
        return (Flags & AsciiClass.Lower) == 0 && token.Length <= 4 && words.ContextAt(Token) != PersonContext.None ? TokenKind.Number : TokenKind.Plain;
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
            InspectWindow(Buffer.AsSpan(0, length).TrimEnd((byte)' '), follow, endsLine, PersonContext.None);
            Buffer.AsSpan(length, Length - length).CopyTo(Buffer);
            Length -= length;
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
            MarkInspector.Inspect(findings, window, follow, _openAtLineStart, endsLine, words.IsLabelled(_windowToken), _enumerated);
        }

        _enumerated |= _openAtLineStart && window is [(byte)'(', (byte)'A' or (byte)'B', (byte)')', ..];
        var context = cut | (_cutLeft ? PersonContext.CutLeft : PersonContext.None);
        if ((_windowFlags & AsciiClass.Digit) != 0)
        {
            context |= words.ContextAt(_windowToken) | (endsLine && _openAlone ? PersonContext.Alone : PersonContext.None);
        }

        PersonInspector.Inspect(findings, window, _windowFlags, context);
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool ends)
    {
        if (nesting < EncodedText.MaxNesting)
        {
            (_encoded ??= new EncodedText(findings, nesting)).Feed(bytes, ends);
        }
    }
}
