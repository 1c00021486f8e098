using Concordat.Safeguards.Json;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Answers;

/// <summary>One text of an answer that goes on over events.</summary>
internal sealed class Channel(Findings findings)
{
    private readonly TextScanner _scanner = new(findings, 0, new WordReader(findings));
    private TextScanner? _end;

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

    public long OpenSince => IsSettled ? long.MaxValue : _scanner.OpenSince;

    /// <summary>Stands at the end of the text as it is so far.</summary>
    public TextScanner End => IsSettled ? _end! : _scanner;

    internal WordReader Words => _scanner.Words;

    public void Open(ulong key, ulong path, ulong place)
    {
        Key = key;
        Path = path;
        Place = place;
        LastEvent = -1;
        IsSettled = false;
        _scanner.Reset();
    }

    /// <summary>Joins the piece to the text; returns its length in UTF-8 bytes.</summary>
    /// <param name="inDocument">The position counts the bytes of the document, not those of the texts.</param>
    public int Feed(ReadOnlySpan<byte> raw, in Piece piece, int pieceNumber, int eventNumber, long position, bool inDocument)
    {
        if (IsSettled)
        {
            Resume();
        }

        if (LastEvent != eventNumber)
        {
            LastEvent = eventNumber;
            FirstPiece = pieceNumber;
        }

        return inDocument ? StringFeed.FeedFromDocument(_scanner, raw, piece.Escaped, position) : StringFeed.Feed(_scanner, raw, piece.Escaped, position);
    }

    /// <summary>The first piece of the event was inspected alone.</summary>
    public void ForgetFirstPiece() => FirstPiece = -1;

    /// <summary>Inspects the text as if it had ended, and lets go of what was held. Should it go on after all, it does so from where it stood.</summary>
    public void Settle()
    {
        if (IsSettled)
        {
            return;
        }

        (_end ??= new TextScanner(findings, 0, new WordReader(findings, _scanner.Words))).CopyFrom(_scanner);
        _scanner.Complete();
        IsSettled = true;
    }

    private void Resume()
    {
        IsSettled = false;
        _scanner.CopyFrom(_end!);
    }
}
