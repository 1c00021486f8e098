namespace Concordat.Safeguards.Answers;

/// <summary>
/// Reads over the place where an answer goes from one text to another: what was open at the end of the first, and the second after it,
/// until nothing of the first is open any more. Clients join such texts: the text of a block's start and its deltas, the blocks
/// of a message, and whatever they tell apart by other members than the gateway does.
/// </summary>
/// <remarks>Costs nothing while an answer is one text. Not thread-safe.</remarks>
internal sealed class Seam(Findings findings)
{
    private readonly Channel _joined = new(findings);
    private Channel? _last;
    private bool _active;
    private long _from;

    public long OpenSince => _active ? _joined.OpenSince : long.MaxValue;

    /// <summary>Takes note of a piece before its own text does.</summary>
    public void Feed(Channel channel, ReadOnlySpan<byte> raw, in Piece piece, int eventNumber, long position, bool ends)
    {
        if (_last is { } last && !ReferenceEquals(last, channel))
        {
            // Texts side by side in one event, and the repetition at the end of a text, are not read on from what went before.
            if (last.Path != channel.Path && (ends || last.LastEvent == eventNumber))
            {
                return;
            }

            if (!_active && last.OpenEnd is { } end)
            {
                _joined.Open(0, 0, 0);
                _joined.Begin(end, position);
                _active = true;
            }

            _from = position;
        }

        _last = channel;
        if (_active)
        {
            _joined.Feed(raw, piece, 0, eventNumber, position);
            _active = _joined.OpenSince < _from;
        }
    }

    public void Settle()
    {
        if (_active)
        {
            _joined.Settle();
            _active = false;
        }
    }

    /// <summary>The text is let go of; nothing is joined to it.</summary>
    public void Forget(Channel channel) => _last = ReferenceEquals(_last, channel) ? null : _last;

    public void Reset()
    {
        _last = null;
        _active = false;
    }
}
