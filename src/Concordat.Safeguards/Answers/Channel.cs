using Concordat.Safeguards.Json;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Answers;

/// <summary>One text of an answer that goes on over events.</summary>
internal sealed class Channel(Findings findings)
{
    private readonly TextScanner _scanner = new(findings);
    private EmbeddedJson? _embedded;
    private byte[]? _openAtSettle;

    /// <summary>Identity: collapsed path and place.</summary>
    public ulong Key { get; private set; }

    /// <summary>The members that tell texts apart, hashed.</summary>
    public ulong Place { get; private set; }

    /// <summary>The collapsed path alone.</summary>
    public ulong Path { get; private set; }

    /// <summary>Number of the last event that fed it.</summary>
    public int LastEvent { get; private set; }

    /// <summary>Which piece of that event fed it first; -1 when that was dealt with.</summary>
    public int FirstPiece { get; private set; }

    public bool IsSettled { get; private set; }

    public long OpenSince => IsSettled ? long.MaxValue : Math.Min(_scanner.OpenSince, _embedded?.OpenSince ?? long.MaxValue);

    /// <summary>The end of the text that may still become part of a finding, in canonical bytes; null when there is none.</summary>
    public byte[]? OpenEnd => IsSettled ? _openAtSettle : _scanner.CopyOpen();

    public void Open(ulong key, ulong path, ulong place)
    {
        Key = key;
        Path = path;
        Place = place;
        LastEvent = -1;
        IsSettled = false;
        _openAtSettle = null;
        _embedded?.Reset();
        _scanner.Reset();
    }

    /// <summary>Joins the piece to the text; returns its length in UTF-8 bytes.</summary>
    public int Feed(ReadOnlySpan<byte> raw, in Piece piece, int pieceNumber, int eventNumber, long position)
    {
        if (IsSettled)
        {
            Resume(position);
        }

        if (LastEvent != eventNumber)
        {
            LastEvent = eventNumber;
            FirstPiece = pieceNumber;
        }

        ITextSink sink = piece.Embedded ? _embedded ??= new EmbeddedJson(_scanner) : _scanner;
        return StringFeed.Feed(sink, raw, piece.Escaped, position);
    }

    /// <summary>Begins the text with the open end of another one, which ended at <paramref name="position"/>.</summary>
    public void Begin(ReadOnlySpan<byte> end, long position) => _scanner.Feed(end, position - end.Length);

    /// <summary>The first piece of the event was inspected alone.</summary>
    public void ForgetFirstPiece() => FirstPiece = -1;

    /// <summary>Inspects the text as if it had ended, and lets go of what was held. Should it go on after all, the open end is read again.</summary>
    public void Settle()
    {
        if (IsSettled)
        {
            return;
        }

        _embedded?.Complete();
        _openAtSettle = _scanner.CopyOpen();
        _scanner.Complete();
        IsSettled = true;
    }

    private void Resume(long position)
    {
        IsSettled = false;
        if (_openAtSettle is { } open)
        {
            _scanner.Feed(open, position);
            _openAtSettle = null;
        }
    }
}
