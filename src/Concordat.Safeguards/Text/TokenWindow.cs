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

    private readonly SourceMap? _map = findings.Places is null ? null : new SourceMap();
    private EncodedText? _encoded;
    private SpacedLetters? _spaced;
    private TokenReadings? _readings;
    private RecordReader? _records;
    private int _gap = 1;
    private bool _newLine;

    // the window: canonical bytes since the last cut, and where they stand in the text
    private long _windowStart;
    private long _windowEnd; // as Ordinal counts
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

    /// <summary>How many bytes of the text come before the one that is being read.</summary>
    public long Ordinal { get; set; }

    /// <summary>The newest 4774 label of the text; null where there is none.</summary>
    public StanagLabelText? Label { get; set; }

    /// <summary>Words that ended in the open token.</summary>
    public int Words { get; set; }

    /// <summary>The text is a piece of a longer one: that it is short says nothing.</summary>
    public bool IsExcerpt { get; set; }

    /// <summary>The text was decoded from what may be no text at all.</summary>
    public bool IsDecoded => IsExcerpt && nesting > 0;

    /// <summary>Identifiers are looked for.</summary>
    public bool FindsPersons { get; set; } = true;

    /// <summary>Bits of <see cref="AsciiClass"/> that the window holds, the open token included.</summary>
    public int OpenFlags => _windowFlags | Flags;

    /// <summary>Number of the open token, counted from 1 over all texts.</summary>
    public int Token { get; private set; } = 1;

    /// <summary>The bytes of the open token.</summary>
    public ReadOnlySpan<byte> OpenToken => Buffer.AsSpan(_tokenStart, Length - _tokenStart);

    /// <summary>Where the window starts in the text; <see cref="long.MaxValue"/> when it is empty.</summary>
    public long OpenSince =>
        Math.Min(
            Math.Min(Length > 0 ? _windowStart : long.MaxValue, _records?.OpenSince ?? long.MaxValue),
            Math.Min(_spaced?.OpenSince ?? long.MaxValue, _encoded?.OpenSince ?? long.MaxValue));

    /// <summary>Nothing is open.</summary>
    public bool IsClosed => Length == 0 && _records is not { IsOpen: true } && _spaced is not { IsActive: true } && _encoded is not { IsClosed: false };

    /// <summary>A byte is about to be added: notes where its token starts.</summary>
    /// <param name="position">Where the byte stands in the original.</param>
    /// <param name="source">Length of the original that it stands for; 0 when each byte of the text stands for itself.</param>
    public void Begin(long position, int source)
    {
        _map?.Note(Length, position, source);
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
        _spaced?.Break(0);
    }

    /// <summary>Ends the text: everything open is inspected.</summary>
    public void Complete()
    {
        EndToken(newline: true);
        _spaced?.Break(0);
        _encoded?.Complete();
        _records?.Close();
        _lineStart = true;
        _enumerated = _sawText = false;
        (_gap, _newLine) = (1, false);
    }

    /// <summary>Takes over where another window stands.</summary>
    public void CopyFrom(TokenWindow other)
    {
        other.Buffer.AsSpan(0, other.Length).CopyTo(Buffer);
        (Length, Flags, Words, Token, IsExcerpt) = (other.Length, other.Flags, other.Words, other.Token, other.IsExcerpt);
        (_windowStart, _windowFlags, _windowToken, _open) = (other._windowStart, other._windowFlags, other._windowToken, other._open);
        (_cutLeft, _openAtLineStart, _openAlone) = (other._cutLeft, other._openAtLineStart, other._openAlone);
        (_tokenStart, _tokenPosition, _decodedTo, _gap) = (other._tokenStart, other._tokenPosition, other._decodedTo, other._gap);
        (_newLine, Ordinal, _windowEnd, Label) = (other._newLine, other.Ordinal, other._windowEnd, StanagLabelText.Copy(other.Label, Label, findings));
        (_lineStart, _enumerated, _sawText) = (other._lineStart, other._enumerated, other._sawText);
        if (other._map is not null)
        {
            _map?.CopyFrom(other._map);
        }

        _spaced?.Reset();
        _encoded?.Reset();
        _records?.Reset();
        if (other._records is { IsOpen: true } records)
        {
            (_records ??= new RecordReader(findings)).CopyFrom(records);
        }

        if (nesting >= TextScanner.MaxNesting)
        {
            return;
        }

        if (other._spaced is { IsActive: true })
        {
            (_spaced ??= new SpacedLetters(findings, words, nesting)).CopyFrom(other._spaced);
        }

        if (other._encoded is not null)
        {
            (_encoded ??= new EncodedText(findings, words, nesting)).CopyFrom(other._encoded);
        }
    }

    public void Reset()
    {
        Length = Flags = Words = _windowFlags = _tokenStart = _windowToken = _decodedTo = 0;
        Token = _gap = 1;
        _open = TokenKind.Plain;
        _cutLeft = _enumerated = _sawText = _openAtLineStart = _openAlone = false;
        _lineStart = true;
        Label?.Reset();
        _map?.Clear();
        _encoded?.Reset();
        _spaced?.Reset();
        _records?.Reset();
    }

    /// <summary>Ends the open token, and with a new line everything that is open.</summary>
    public void EndToken(bool newline)
    {
        if (Length > _tokenStart)
        {
            CloseToken(newline);
            (_gap, _newLine) = (1, newline);
        }
        else
        {
            _gap = Math.Min(_gap + 1, 100);
            _newLine |= newline;
        }

        if (newline)
        {
            CloseWindow(Length, [], endsLine: true);
            _lineStart = true;
            _records?.EndLine();
        }
    }

    /// <summary>The window is full: inspects it and keeps its end, so that nothing is lost at the cut.</summary>
    public void ForceCut()
    {
        (_windowFlags, _windowEnd) = (_windowFlags | Flags, Ordinal);
        Decode(ends: false, newline: false);
        InspectWindow(Buffer.AsSpan(0, Length), [], endsLine: false, PersonContext.CutRight);
        var dropped = Length - _overlap;
        Buffer.AsSpan(dropped, _overlap).CopyTo(Buffer);
        Length = _overlap;
        _map?.Drop(dropped);
        _windowStart += dropped;
        _tokenPosition = _tokenStart < dropped ? _windowStart : _tokenPosition;
        _tokenStart = Math.Max(0, _tokenStart - dropped);
        _decodedTo = Length - _tokenStart;
        _windowToken = Token;
        _openAtLineStart = false;
        _cutLeft = true;
    }

    private void CloseToken(bool newline)
    {
        var token = Buffer.AsSpan(_tokenStart, Length - _tokenStart);
        if (token.Length == 1 || _spaced is { IsActive: true })
        {
            SeeSpaced(token);
        }

        if (token.Length >= EncodedText.Shortest || _decodedTo > 0 || _encoded is { IsWrapped: true })
        {
            Decode(ends: true, newline);
            _decodedTo = 0;
        }

        if (FindsPersons)
        {
            SeeRecord(token);
        }

        const int Signs = AsciiClass.Digit | AsciiClass.At | AsciiClass.Other | AsciiClass.Slash;
        if ((Flags & Signs) != 0 && token.Length > 4 && (Words > 1 || (Flags & AsciiClass.Digit) != 0 || TokenReadings.HoldsLetterSign(token)))
        {
            var (start, end) = _map?.Range(_tokenStart, Length) ?? (_tokenPosition, _tokenPosition + token.Length);
            (_readings ??= new TokenReadings(findings, words, nesting)).See(token, Flags, Token, start, (int)Math.Min(1024, end - start));
        }

        const int Telling = AsciiClass.Digit | AsciiClass.At | AsciiClass.Slash;
        var plain = (Flags & Telling) == 0 && ((Flags & AsciiClass.Lower) != 0 || (Flags & AsciiClass.Upper) == 0);
        if (_open == TokenKind.Plain && plain && !TokenClassifier.CouldOpen(token) && ((Flags & AsciiClass.Upper) == 0 || !words.IsLabelled(Token)))
        {
            Length = _tokenStart = Flags = 0;
            _map?.Clear();
            _lineStart = _lineStart && TokenClassifier.KeepsLineStart(token);
            _cutLeft = false;
        }
        else
        {
            JoinWindow(token);
        }

        _sawText = true;
        Token++;
        _tokenStart = Length;
        Flags = Words = 0;
        if (Length > 0 && !newline)
        {
            Append((byte)' ');
            _tokenStart = Length;
        }
    }

    /// <summary>Adds the token to the open window, or closes the window and perhaps opens a new one with the token.</summary>
    private void JoinWindow(ReadOnlySpan<byte> token)
    {
        var kind = TokenClassifier.Classify(token, Flags, words, Token);
        var goesOn = _open switch
        {
            TokenKind.Mark => TokenClassifier.ContinuesMark(Buffer.AsSpan(0, _tokenStart), token, Flags),
            TokenKind.Number => kind is TokenKind.Number or TokenKind.Link,
            _ => false,
        };
        if (goesOn)
        {
            (_windowFlags, _windowEnd) = (_windowFlags | Flags, Ordinal);
            return;
        }

        CloseWindow(_tokenStart, token, endsLine: false);

        // what is left of the window is the token alone
        _openAtLineStart = _lineStart;
        _openAlone = !_sawText && !IsExcerpt;
        _lineStart = _lineStart && TokenClassifier.KeepsLineStart(Buffer.AsSpan(0, Length));
        (_windowFlags, _windowEnd) = (Flags, Ordinal);
        _windowToken = Token;
        _open = kind == TokenKind.Link ? TokenClassifier.IsOpening(Buffer.AsSpan(0, Length)) ? TokenKind.Number : TokenKind.Plain : kind;
        if (_open == TokenKind.Plain)
        {
            CloseWindow(Length, [], endsLine: false);
        }
    }

    /// <summary>Inspects the first <paramref name="length"/> bytes of the window and forgets them.</summary>
    private void CloseWindow(int length, ReadOnlySpan<byte> follow, bool endsLine)
    {
        if (length > 0)
        {
            InspectWindow(Buffer.AsSpan(0, length).TrimEnd((byte)' '), follow, endsLine, PersonContext.None);
            Buffer.AsSpan(length, Length - length).CopyTo(Buffer);
            Length -= length;
            _map?.Drop(length);
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

        findings.AddWork(window.Length);
        if (_open == TokenKind.Mark)
        {
            MarkInspector.Inspect(findings, window, follow, _openAtLineStart, endsLine, words.IsLabelled(_windowToken), _enumerated, Label, _windowEnd);
            if (_map is not null)
            {
                findings.Places!.SeeMark(window, follow, _openAtLineStart, endsLine, words.IsLabelled(_windowToken), _enumerated, _map);
            }
        }

        _enumerated |= _openAtLineStart && window is [(byte)'(', (byte)'A' or (byte)'B', (byte)')', ..];
        var context = cut | (_cutLeft ? PersonContext.CutLeft : PersonContext.None);
        if ((_windowFlags & (AsciiClass.Digit | AsciiClass.At)) != 0)
        {
            context |= words.ContextAt(_windowToken) | (endsLine && _openAlone ? PersonContext.Alone : PersonContext.None);
        }

        if (!FindsPersons)
        {
            return;
        }

        PersonInspector.Inspect(findings, window, _windowFlags, context);
        if (_map is not null)
        {
            findings.Places!.SeePersons(window, _windowFlags, context, _map);
        }
    }

    /// <summary>Names and postal addresses run over several tokens of prose, which windows do not keep.</summary>
    private void SeeRecord(ReadOnlySpan<byte> token)
    {
        var name = words.NameContextAt(Token);
        if (name == PersonContext.None && _records is not { IsOpen: true } && !RecordReader.MayBegin(token))
        {
            return;
        }

        var (start, end) = _map?.Range(_tokenStart, Length) ?? (_tokenPosition, _tokenPosition + token.Length);
        (_records ??= new RecordReader(findings)).See(token, name, words.ContextAt(Token).Has(PersonContext.Address), start, end);
    }

    private void SeeSpaced(ReadOnlySpan<byte> token)
    {
        if (token.Length > 1)
        {
            _spaced!.Break(Token);
        }
        else if (nesting < TextScanner.MaxNesting)
        {
            (_spaced ??= new SpacedLetters(findings, words, nesting)).See(token[0], Token, _tokenPosition, _gap, _newLine);
        }
    }

    private void Decode(bool ends, bool newline)
    {
        var from = _tokenStart + _decodedTo;
        (_encoded ??= new EncodedText(findings, words, nesting)).Feed(Buffer.AsSpan(from, Length - from), _tokenPosition + _decodedTo, _map, from, starts: _decodedTo == 0, ends, newline);
    }
}
