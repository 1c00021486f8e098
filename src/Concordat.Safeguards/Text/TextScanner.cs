using System.Buffers;
using System.Text;
using Concordat.Safeguards.Labels;
using Concordat.Safeguards.Suspicion;

namespace Concordat.Safeguards.Text;

/// <summary>
/// Reads one text in pieces of any size and reports what it holds. The same text gives the same findings however it is split.
/// </summary>
/// <remarks>
/// Turns UTF-8 into canonical bytes one scalar at a time, hashes words on the way, and leaves tokens to <see cref="TokenWindow"/>. What a
/// disguise may stand for is read a second time by a scanner inside this one, at most <see cref="MaxNesting"/> deep; the text as it stands
/// is always read too. Linear in the text. Not thread-safe.
/// </remarks>
internal sealed class TextScanner : ITextSink
{
    /// <summary>Disguises inside disguises are followed this deep; what is disguised deeper is uninspectable.</summary>
    public const int MaxNesting = 3;

    /// <summary>At most this much of a text is held back for what is open.</summary>
    public const int MaxHold = 2560;

    private static readonly SearchValues<byte> _blanks = SearchValues.Create(" \n\t\r"u8);

    private readonly Findings _findings;
    private bool _labelOpens;
    private readonly int _nesting;
    private EscapeLens? _escapes;
    private HiddenText? _hidden;
    private InvisibleWatch _invisible;
    private readonly WindowReader? _windows; // of what a disguise stands for; the text as it stands has its own
    private OpenWord _word = new();
    private byte _previous;
    private int _source;
    private long _end;
    private long _ordinal; // bytes of the text that were read

    /// <summary>Makes a scanner for a reading below <paramref name="nesting"/> disguises; an excerpt's being short says nothing.</summary>
    public TextScanner(Findings findings, int nesting, WordReader words, bool excerpt = false)
    {
        _findings = findings;
        _nesting = nesting;
        findings.CountScanner();
        _windows = nesting > 0 ? findings.NewWindows() : null;
        Words = words;
        Window = new TokenWindow(findings, words, nesting) { IsExcerpt = excerpt };
    }

    public WordReader Words { get; }

    public TokenWindow Window { get; }

    private bool IsClosedAsItStands => _word.Length == 0 && Window.IsClosed && Window.Label is not { IsActive: true };

    /// <summary>Nothing is open but perhaps a phrase.</summary>
    public bool IsClosed => IsClosedAsItStands && _escapes is not { IsActive: true };

    /// <summary>Position from which text may still become part of a finding; <see cref="long.MaxValue"/> when nothing is open.</summary>
    public long OpenSince
    {
        get
        {
            var open = Math.Min(Math.Min(Window.OpenSince, Words.OpenSince), Math.Min(_escapes?.OpenSince ?? long.MaxValue, _hidden?.OpenSince ?? long.MaxValue));
            open = Math.Min(open, Window.Label?.OpenSince ?? long.MaxValue);
            return open == long.MaxValue ? open : Math.Max(open, _end - MaxHold);
        }
    }

    public void Feed(ReadOnlySpan<byte> text, long position) => Feed(text, position, source: 0);

    public void FeedDecoded(ReadOnlySpan<byte> text, long position, int source) => Feed(text, position, source);

    /// <summary>Ends the text: everything open is inspected.</summary>
    public void Complete()
    {
        if (_escapes is { IsActive: true })
        {
            _escapes.Complete();
        }

        EndWord();
        _hidden?.Settle();
        Window.Ordinal = _ordinal;
        Window.Label?.Complete();
        Window.Complete();
        Words.EndText();
        _windows?.Complete();
        _previous = 0;
        _invisible = default;
    }

    /// <summary>Takes over where another scanner stands; with <paramref name="lenses"/> also its second readings of escapes and hidden text.</summary>
    public void CopyFrom(TextScanner other, bool lenses = true)
    {
        (_word, _previous, _end, _ordinal, _invisible, _labelOpens) = (other._word, other._previous, other._end, other._ordinal, other._invisible, other._labelOpens);
        Words.CopyFrom(other.Words);
        Window.CopyFrom(other.Window);
        _windows?.CopyFrom(other._windows, other.Window.OpenToken);
        _escapes?.Reset();
        _hidden?.Reset();
        lenses &= _nesting <= MaxNesting;
        if (lenses && other._escapes is { IsActive: true })
        {
            (_escapes ??= new EscapeLens(_findings, Words, _nesting)).CopyFrom(other._escapes);
        }

        if (lenses && other._hidden is not null)
        {
            (_hidden ??= new HiddenText(_findings, Words, _nesting)).CopyFrom(other._hidden);
        }
    }

    /// <summary>Forgets everything.</summary>
    /// <param name="goesOn">More of the same request follows: what was read so far is judged together with it.</param>
    public void Reset(bool goesOn = false)
    {
        _windows?.Leave(goesOn);
        _word = new OpenWord();
        _previous = 0;
        _invisible = default;
        _end = _ordinal = 0;
        _escapes?.Reset();
        _hidden?.Reset();
        Words.Reset();
        Window.Reset();
    }

    private void Feed(ReadOnlySpan<byte> text, long position, int source)
    {
        _source = source;
        while (!text.IsEmpty)
        {
            int step;
            if (_escapes is { IsActive: true } lens && !lens.IsMistaken(text))
            {
                // both readings, word by word, so that the second ends soon
                step = text.IndexOfAny(_blanks) + 1;
                step = step == 0 ? text.Length : step;
                lens.Feed(text[..step], position, source);
                FeedPlain(text[..step], position);
                if (lens.IsClosed && IsClosedAsItStands)
                {
                    lens.Close();
                }
            }
            else
            {
                _escapes?.Reset();
                step = text.IndexOfAny(EscapeSyntax.Signs);
                if (step < 0)
                {
                    FeedPlain(text, position);
                    return;
                }

                FeedPlain(text[..step], position);
                if (!OpensLens(text[step..]))
                {
                    FeedPlain(text.Slice(step, 1), source > 0 ? position : position + step);
                    step++;
                }
            }

            text = text[step..];
            position += source > 0 ? 0 : step;
        }
    }

    /// <summary>An escape may begin here: its second reading begins.</summary>
    private bool OpensLens(ReadOnlySpan<byte> text)
    {
        // the lens of the deepest scanner only tells that there is more
        var opens = _nesting <= MaxNesting && EscapeSyntax.Match(text, out _, out _) != 0;
        if (opens)
        {
            (_escapes ??= new EscapeLens(_findings, Words, _nesting)).Open(this);
        }

        return opens;
    }

    private void FeedPlain(ReadOnlySpan<byte> text, long position)
    {
        unchecked
        {
            _findings.AddWork(text.Length);
            Window.Label?.Feed(text);
            _windows?.Feed(text, position);
            var classes = AsciiClass.Of;
            var i = 0;
            while (i < text.Length)
            {
                var b = text[i];
                var at = _source > 0 ? position : position + i;
                Window.Ordinal = _ordinal + i;
                if (b >= 0x80)
                {
                    i += FeedScalar(text[i..], at);
                    continue;
                }

                var kind = classes[b];
                if ((kind & AsciiClass.Word) != 0)
                {
                    i = FeedWord(text, i, at);
                    continue;
                }

                FeedSign(b, kind, at);
                if (_labelOpens)
                {
                    _labelOpens = false;
                    (Window.Label ??= new StanagLabelText(_findings)).Begin(text[i..], at, _ordinal + i);
                }

                i++;
            }

            _end = _source > 0 ? position + _source : position + text.Length;
            _ordinal += text.Length;
        }
    }

    private int FeedWord(ReadOnlySpan<byte> text, int i, long position)
    {
        unchecked
        {
            Settle(inWord: true);
            _word.Start = _word.Length == 0 ? position : _word.Start;
            Window.Begin(position, _source);
            var classes = AsciiClass.Of;
            var fold = AsciiClass.Fold;
            var window = Window.Buffer;
            var length = Window.Length;
            var hash = _word.Hash;
            var flags = Window.Flags;
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
                hash = Topics.WordTable.Step(hash, fold[b]);
                window[length++] = b;
                i++;
            }

            Window.Flags = flags;
            _word.Hash = hash;
            Window.Length = length;
            _word.Length += i - from;
            _word.Kinds |= CanonicalKind.Latin;
            _previous = text[i - 1];
            if (length >= TokenWindow.Capacity)
            {
                Window.ForceCut();
            }

            return i;
        }
    }

    private void FeedSign(byte b, byte kind, long position)
    {
        Settle(inWord: false);
        _previous = b;
        if ((kind & AsciiClass.Blank) != 0)
        {
            EndWord();
            Window.EndToken((kind & AsciiClass.Newline) != 0);
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

        if (b == '\'' && _word.Length > 0)
        {
            _word.AddApostrophe();
        }
        else
        {
            EndWord();
        }

        Window.Begin(position, _source);
        Window.Flags |= kind;
        Window.Append(b);
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
        var source = _source > 0 ? _source : consumed;
        if ((kind & (CanonicalKind.Drop | CanonicalKind.ZeroWidth | CanonicalKind.Hidden)) != CanonicalKind.None)
        {
            _invisible.See(_findings, kind, rune.Value, _previous, tell: _nesting == 0);
            if (HiddenText.Carries(rune.Value) && _nesting < MaxNesting && !_invisible.IsFlag)
            {
                (_hidden ??= new HiddenText(_findings, Words, _nesting)).See(rune.Value, position, source);
            }

            return consumed;
        }

        Settle(inWord: (kind & CanonicalKind.Ascii) != CanonicalKind.None && (AsciiClass.Of[entry.Text[0]] & AsciiClass.Word) != 0);

        if ((kind & CanonicalKind.Breaks) != CanonicalKind.None)
        {
            EndWord();
            Window.EndToken((kind & CanonicalKind.Newline) != CanonicalKind.None);
            _previous = rune.Value == 0x1F3F4 ? InvisibleWatch.BlackFlag : (byte)' ';
            if (entry.Text.Length > 0)
            {
                Window.PassText();
            }

            return consumed;
        }

        _previous = (kind & CanonicalKind.Ascii) != CanonicalKind.None ? entry.Text[^1] : (byte)0xFF;
        foreach (var b in entry.Text)
        {
            FeedCanonical(b, kind, position, source);
        }

        return consumed;
    }

    private void FeedCanonical(byte b, CanonicalKind kind, long position, int source)
    {
        unchecked
        {
            var bits = AsciiClass.Of[b];
            if ((bits & AsciiClass.Blank) != 0)
            {
                EndWord();
                Window.EndToken(newline: false);
                return;
            }

            if ((bits & AsciiClass.Word) != 0 || b >= 0x80)
            {
                _word.Add(b, kind, position);
            }
            else if (b == '\'')
            {
                _word.AddApostrophe();
            }
            else
            {
                EndWord();
            }

            Window.Begin(position, source);
            Window.Flags |= bits;
            Window.Append(b);
        }
    }

    /// <summary>A visible character ends what was invisible.</summary>
    private void Settle(bool inWord)
    {
        if (_invisible.IsOpen)
        {
            _invisible.Settle(_findings, inWord, tell: _nesting == 0);
            _hidden?.Settle();
        }
    }

    private void EndWord()
    {
        if (_word.Length > 0)
        {
            _labelOpens = _word.Hash == StanagLabelText.Word;
            _word.End(_findings, Words, Window);
        }
    }
}
