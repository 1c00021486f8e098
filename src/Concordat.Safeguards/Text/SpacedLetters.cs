namespace Concordat.Safeguards.Text;

/// <summary>Reads letters that stand alone, one blank or one line apart, as the words they spell; two blanks end such a word.</summary>
/// <remarks>Four letters make it a text. Not thread-safe.</remarks>
internal sealed class SpacedLetters(Findings findings, WordReader words, int nesting)
{
    private const int _shortest = 4;

    private readonly byte[] _head = new byte[2 * _shortest];
    private TextScanner? _inner;

    // the same without the first letter, which may be a word of its own
    private TextScanner? _rest;
    private bool _hasRest;
    private int _headLength;
    private int _letters;
    private long _since;
    private byte _last;
    private long _lastPosition;
    private bool _upright;

    public bool IsActive => _letters > 0;

    public long OpenSince => _letters > 0 ? _since : long.MaxValue;

    /// <summary>Takes a token of one byte.</summary>
    /// <param name="letter">The canonical byte.</param>
    /// <param name="token">Number of the token.</param>
    /// <param name="position">Where it stands in the original.</param>
    /// <param name="gap">Blanks before it, line ends included.</param>
    /// <param name="newLine">A line end is among them.</param>
    public void See(byte letter, int token, long position, int gap, bool newLine)
    {
        if (_letters > 0 && newLine != _upright)
        {
            if (_letters == 1 && gap == 1)
            {
                _upright = newLine;
            }
            else
            {
                // one line ended, or letters below each other go on beside each other
                var (last, lastPosition, goesOn) = (_last, _lastPosition, _upright && gap == 1);
                Break(token);
                if (goesOn)
                {
                    Take(last, token, lastPosition, 1);
                }

                _upright = newLine && !goesOn;
            }
        }

        Take(letter, token, position, gap);
    }

    /// <summary>Something longer follows, or the text ends.</summary>
    /// <param name="token">Number of the token that follows.</param>
    public void Break(int token)
    {
        if (_letters >= _shortest)
        {
            _inner!.Complete();
            words.AdoptBefore(_inner.Words, token);
            if (_hasRest)
            {
                _rest!.Complete();
                words.AdoptBefore(_rest.Words, token);
            }
        }

        _letters = 0;
        _upright = false;
    }

    public void Reset()
    {
        _letters = 0;
        _inner?.Reset();
        _rest?.Reset();
    }

    public void CopyFrom(SpacedLetters other)
    {
        (_headLength, _letters, _since, _last, _lastPosition, _upright) = (other._headLength, other._letters, other._since, other._last, other._lastPosition, other._upright);
        other._head.CopyTo(_head, 0);
        _hasRest = other._hasRest;
        if (_letters >= _shortest)
        {
            (_inner ??= NewInner()).CopyFrom(other._inner!);
            if (_hasRest)
            {
                (_rest ??= NewInner()).CopyFrom(other._rest!);
            }
        }
    }

    private void Take(byte letter, int token, long position, int gap)
    {
        (_last, _lastPosition) = (letter, position);
        if (_letters == 0)
        {
            (_since, _headLength, gap) = (position, 0, 1);
            words.Mark(token);
        }

        _letters++;
        if (gap > 1)
        {
            Add((byte)' ', position);
        }

        Add(letter, position);
        if (_letters == _shortest)
        {
            Begin(_inner ??= NewInner(), _head.AsSpan(0, _headLength), token, position);
            _hasRest = _head[0] is (byte)'a' or (byte)'A' or (byte)'i' or (byte)'I';
            if (_hasRest)
            {
                Begin(_rest ??= NewInner(), _head.AsSpan(1, _headLength - 1), token, position);
            }
        }
    }

    private void Add(byte b, long position)
    {
        if (_letters <= _shortest)
        {
            _head[_headLength++] = b;
        }
        else
        {
            _inner!.FeedDecoded([b], position, 1);
            if (_hasRest)
            {
                _rest!.FeedDecoded([b], position, 1);
            }
        }
    }

    private void Begin(TextScanner inner, ReadOnlySpan<byte> text, int token, long position)
    {
        inner.Reset(goesOn: true);
        inner.Words.BeginAtMark(words, token);
        inner.FeedDecoded(text, _since, (int)Math.Max(1, position - _since + 1));
    }

    private TextScanner NewInner() => new(findings, nesting + 1, new WordReader(findings, words), excerpt: true);
}
