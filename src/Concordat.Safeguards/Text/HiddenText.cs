namespace Concordat.Safeguards.Text;

/// <summary>Reads what invisible characters spell: tag characters letter by letter, variation selectors byte by byte.</summary>
/// <remarks>Bounded: at most 128 bytes wait to be told from noise. Not thread-safe.</remarks>
internal sealed class HiddenText(Findings findings, WordReader words, int nesting)
{
    private const int _shortest = 4;

    private readonly TextScanner _inner = new(findings, nesting + 1, new WordReader(findings, words));
    private readonly byte[] _bytes = new byte[128];
    private int _count;
    private long _position;
    private long _end;
    private bool _open;

    public long OpenSince => Math.Min(_inner.OpenSince, _count > 0 ? _position : long.MaxValue);

    /// <summary>The scalar carries a letter or a byte of hidden text.</summary>
    public static bool Carries(int scalar) => scalar is (>= 0xE0020 and <= 0xE007E) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>Takes the next hidden scalar.</summary>
    public void See(int scalar, long position, int source)
    {
        _open = true;
        if (scalar is >= 0xE0020 and <= 0xE007E)
        {
            _inner.FeedDecoded([(byte)(scalar - 0xE0000)], position, source);
            return;
        }

        _position = _count == 0 ? position : _position;
        _end = position + source;
        _bytes[_count++] = (byte)(scalar <= 0xFE0F ? scalar - 0xFE00 : scalar - 0xE0100 + 16);
        if (_count == _bytes.Length)
        {
            Flush();
        }
    }

    /// <summary>Something visible follows, or the text ends.</summary>
    public void Settle()
    {
        if (_open)
        {
            Flush();
            _inner.Complete();
            _open = false;
        }
    }

    public void Reset()
    {
        _inner.Reset();
        _count = 0;
        _open = false;
    }

    public void CopyFrom(HiddenText other)
    {
        _inner.CopyFrom(other._inner);
        other._bytes.CopyTo(_bytes, 0);
        (_count, _position, _end, _open) = (other._count, other._position, other._end, other._open);
    }

    private void Flush()
    {
        var bytes = _bytes.AsSpan(0, _count);
        if (_count >= _shortest && PrintableText.Is(bytes, partial: false))
        {
            _inner.FeedDecoded(bytes, _position, Math.Max(1, (int)(_end - _position)));
        }

        _count = 0;
    }
}
