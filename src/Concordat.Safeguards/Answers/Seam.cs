using Concordat.Safeguards.Json;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Answers;

/// <summary>
/// Reads over the places where an answer goes from one text to another. Clients join such texts: the text of a block's start and its deltas,
/// the blocks of a message, and whatever they tell apart by other members than the gateway does.
/// </summary>
/// <remarks>Costs nothing while an answer is one text. Not thread-safe.</remarks>
internal sealed class Seam(Findings findings)
{
    private TextSeams? _seam;
    private Channel? _last;

    public long OpenSince => _seam?.OpenSince ?? long.MaxValue;

    /// <summary>Takes note of a piece before its own text does.</summary>
    public void Feed(Channel channel, ReadOnlySpan<byte> raw, in Piece piece, int eventNumber, long position, bool ends, bool inDocument)
    {
        if (_last is { } last && !ReferenceEquals(last, channel))
        {
            // Texts side by side in one event, and the repetition at the end of a text, are not read on from what went before.
            if (last.Path != channel.Path && (ends || last.LastEvent == eventNumber))
            {
                return;
            }

            _seam ??= new TextSeams(findings, last.Words);
            _seam.Settle();
            _seam.Begin(last.End);
            _seam.Next(position);
        }

        _last = channel;
        if (_seam is { IsActive: true } seam)
        {
            _ = inDocument ? StringFeed.FeedFromDocument(seam, raw, piece.Escaped, position) : StringFeed.Feed(seam, raw, piece.Escaped, position);
        }
    }

    public void Settle()
    {
        _seam?.Settle();
        _seam?.Reset();
    }

    /// <summary>The text is let go of; nothing is joined to it.</summary>
    public void Forget(Channel channel) => _last = ReferenceEquals(_last, channel) ? null : _last;

    public void Reset()
    {
        _last = null;
        _seam?.Reset();
    }
}
