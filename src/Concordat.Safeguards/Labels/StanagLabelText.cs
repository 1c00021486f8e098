using Concordat.Safeguards.Text;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Labels;

/// <summary>Collects a confidentiality label of ADatP-4774 that stands in a text, from its begin to its end, and reads it.</summary>
/// <remarks>
/// The level of a NATO label is written as a U.S. one is: <c>"Classification": "SECRET"</c>. What reads as a U.S. mark within a label therefore waits until the label is
/// known, and is dropped where it is the label's own level under NATO's policy. Nothing else is: a mark of another level, with controls or outside the label counts.
/// Bounded by <see cref="StanagLabelReader.MaxLength"/>; marks wait for <see cref="LongestWait"/> bytes at most. Not thread-safe.
/// </remarks>
internal sealed class StanagLabelText(Findings findings)
{
    /// <summary>How many bytes of a label a mark waits for, fewer than a stream holds back: then it counts.</summary>
    public const int LongestWait = 2048;

    /// <summary>Hash of the word that begins a label.</summary>
    public static readonly ulong Word = HashOf("confidentialityinformation");

    private byte[] _text = new byte[1024];
    private int _length;
    private int _depth;
    private bool _wasDeep;
    private long _since;
    private readonly List<int> _waiting = []; // ranks of what reads as U.S. marks within the open label
    private Span _open; // where the open label stands, and its level once it has ended
    private Span _last; // the one before it

    public bool IsActive { get; private set; }

    public long OpenSince => IsActive ? _since : long.MaxValue;

    /// <summary>Where its last byte stands among those that were collected, the first being 0.</summary>
    public int Length => _length;

    /// <summary>The level of the last label where that is one of NATO's; 0 where it is not.</summary>
    public int NatoRank => _open.NatoRank;

    /// <summary>Takes over what another has collected; nothing where there is no other.</summary>
    public static StanagLabelText? Copy(StanagLabelText? from, StanagLabelText? to, Findings findings)
    {
        if (from is null)
        {
            to?.Reset();
            return to;
        }

        to ??= new StanagLabelText(findings);
        to._text = [.. from._text];
        (to._length, to._depth, to._wasDeep, to._since, to.IsActive) = (from._length, from._depth, from._wasDeep, from._since, from.IsActive);
        (to._open, to._last) = (from._open, from._last);
        to._waiting.Clear();
        to._waiting.AddRange(from._waiting);
        return to;
    }

    /// <summary>Whether what reads as a U.S. mark is the level of a NATO label, or may yet be found to be: then it is not to be counted now.</summary>
    /// <param name="end">Where the level ends, counted as <see cref="Begin"/> counts.</param>
    public bool Explains(int rank, long end)
    {
        if (IsActive && end > _open.Start)
        {
            if (_length < LongestWait)
            {
                _waiting.Add(rank);
            }

            return _length < LongestWait;
        }

        return _open.Explains(rank, end) || _last.Explains(rank, end);
    }

    /// <summary>Begins with the rest of a piece, unless a label is being collected.</summary>
    /// <param name="position">Where it stands in the original.</param>
    /// <param name="start">Of how many bytes of the text it comes after.</param>
    public void Begin(ReadOnlySpan<byte> text, long position, long start)
    {
        if (!IsActive)
        {
            (_last, _open) = (_open, new Span(start, 0, 0));
            _since = position;
            _length = _depth = 0;
            _wasDeep = false;
            IsActive = true;
            Feed(text);
        }
    }

    public void Feed(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!IsActive)
            {
                return;
            }

            if (_length == _text.Length)
            {
                Array.Resize(ref _text, _length * 2);
            }

            _text[_length++] = b;
            if (_length == LongestWait)
            {
                Count(); // what was held back for the label is about to be let go
            }

            _depth += b switch { (byte)'{' => 1, (byte)'}' => -1, _ => 0 };
            _wasDeep |= _depth > 0;

            // the end tag, the end of the object, or too long
            if ((b == '>' && _text.AsSpan(0, _length - 1).TrimEnd((byte)' ').EndsWith("ConfidentialityInformation"u8)) || (_wasDeep && _depth <= 0)
                || (!_wasDeep && _depth < 0) || _length >= StanagLabelReader.MaxLength)
            {
                Complete();
            }
        }
    }

    public void Complete()
    {
        if (!IsActive)
        {
            return;
        }

        var mark = StanagLabelReader.Read(_text.AsSpan(0, _length));
        _open = _open with { End = _open.Start + _length, NatoRank = mark is { IsNato: true } ? mark.Rank : 0 };
        if (mark is not null)
        {
            findings.AddMark(mark);
            _waiting.RemoveAll(rank => rank == _open.NatoRank);
        }

        Count();
        IsActive = false;
    }

    public void Reset()
    {
        IsActive = false;
        (_open, _last) = (default, default);
        _waiting.Clear();
    }

    private void Count()
    {
        foreach (var rank in _waiting)
        {
            findings.AddMark(ClassificationMark.Bare(rank));
        }

        _waiting.Clear();
    }

    private static ulong HashOf(string word)
    {
        var hash = WordTable.Seed;
        foreach (var c in word)
        {
            hash = WordTable.Step(hash, AsciiClass.Fold[c]);
        }

        return hash;
    }

    /// <summary>Where a label stands, in bytes of the text, and its level where that is one of NATO's.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Span(long Start, long End, int NatoRank)
    {
        public bool Explains(int rank, long end) => rank == NatoRank && end > Start && end <= End;
    }
}
