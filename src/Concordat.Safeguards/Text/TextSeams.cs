namespace Concordat.Safeguards.Text;

/// <summary>The seams of texts that follow each other; each open end is read on by itself, at most <see cref="_most"/> at once.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TextSeams(Findings findings, WordReader words) : ITextSink
{
    private const int _most = 3;

    private readonly TextSeam?[] _seams = new TextSeam?[_most];
    private int _next;
    private int _active;

    public bool IsActive => _active > 0;

    public long OpenSince
    {
        get
        {
            var since = long.MaxValue;
            for (var i = 0; _active > 0 && i < _most; i++)
            {
                since = Math.Min(since, _seams[i]?.OpenSince ?? long.MaxValue);
            }

            return since;
        }
    }

    /// <summary>Begins with the open end of a text; the oldest seam gives way.</summary>
    /// <param name="ended">Stands at the end of the text, before it was completed.</param>
    public void Begin(TextScanner ended)
    {
        if (ended.OpenSince == long.MaxValue)
        {
            return;
        }

        var free = Array.FindIndex(_seams, seam => seam is not { IsActive: true });
        if (free < 0)
        {
            free = _next;
            _next = (_next + 1) % _most;
        }

        (_seams[free] ??= new TextSeam(findings, words)).Begin(ended);
        Count();
    }

    /// <summary>The next text begins.</summary>
    public void Next(long position)
    {
        for (var i = 0; _active > 0 && i < _most; i++)
        {
            _seams[i]?.Next(position);
        }
    }

    public void Feed(ReadOnlySpan<byte> text, long position)
    {
        for (var i = 0; _active > 0 && i < _most; i++)
        {
            _seams[i]?.Feed(text, position);
        }

        Count();
    }

    public void FeedDecoded(ReadOnlySpan<byte> text, long position, int source)
    {
        for (var i = 0; _active > 0 && i < _most; i++)
        {
            _seams[i]?.FeedDecoded(text, position, source);
        }

        Count();
    }

    /// <summary>The text ends: what is open is inspected as it stands, and may still go on in the next one.</summary>
    public void Settle()
    {
        for (var i = 0; _active > 0 && i < _most; i++)
        {
            _seams[i]?.Settle();
        }
    }

    public void Reset()
    {
        for (var i = 0; _active > 0 && i < _most; i++)
        {
            _seams[i]?.Reset();
        }

        _active = 0;
    }

    private void Count()
    {
        if (_active == 0 && Array.TrueForAll(_seams, seam => seam is null))
        {
            return;
        }

        _active = 0;
        foreach (var seam in _seams)
        {
            _active += seam is { IsActive: true } ? 1 : 0;
        }
    }
}
