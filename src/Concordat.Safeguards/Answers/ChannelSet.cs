using Concordat.Safeguards.Json;

namespace Concordat.Safeguards.Answers;

/// <summary>The texts of an answer that may still go on.</summary>
/// <remarks>At most 256; an answer with more texts at once is reported as uninspectable, and the oldest is settled.</remarks>
internal sealed class ChannelSet(Findings findings)
{
    private const int _maxChannels = 256;

    /// <summary>A text that this many events passed by is settled, so that it does not hold back the others.</summary>
    private const int _staleAfter = 16;

    private readonly List<Channel> _open = [];
    private readonly Stack<Channel> _spare = [];
    private readonly Dictionary<ulong, Channel> _byKey = [];
    private readonly Seam _seam = new(findings);
    private int _event;

    public long OpenSince
    {
        get
        {
            var since = _seam.OpenSince;
            foreach (var channel in _open)
            {
                since = Math.Min(since, channel.OpenSince);
            }

            return since;
        }
    }

    public void NextEvent() => _event++;

    public Channel Of(ulong path, ulong place)
    {
        var key = NameHash.Mix(path, place);
        if (_byKey.TryGetValue(key, out var channel))
        {
            return channel;
        }

        if (_open.Count >= _maxChannels)
        {
            findings.AddUninspectable("unknown");
            Drop(_open.MinBy(c => c.LastEvent)!);
        }

        channel = _spare.TryPop(out var spare) ? spare : new Channel(findings);
        channel.Open(key, path, place);
        _open.Add(channel);
        _byKey.Add(key, channel);
        return channel;
    }

    public bool WasFedByThisEvent(Channel channel) => channel.LastEvent == _event;

    /// <summary>Joins the piece to its text, and to the seam with the text before it.</summary>
    /// <param name="ends">The event ends a text, and as a rule repeats it.</param>
    /// <param name="inDocument">The position counts the bytes of the document, not those of the texts.</param>
    public int Feed(Channel channel, ReadOnlySpan<byte> raw, in Piece piece, int pieceNumber, long position, bool ends, bool inDocument)
    {
        _seam.Feed(channel, raw, piece, _event, position, ends, inDocument);
        return channel.Feed(raw, piece, pieceNumber, _event, position, inDocument);
    }

    /// <summary>Settles the texts of a place that ended, and the texts of the event that said so.</summary>
    public void SettleEnded(ulong place)
    {
        foreach (var channel in _open)
        {
            if (channel.Place == place || channel.LastEvent == _event)
            {
                channel.Settle();
            }
        }
    }

    public void SettleStale()
    {
        foreach (var channel in _open)
        {
            if (_event - channel.LastEvent > _staleAfter)
            {
                channel.Settle();
            }
        }
    }

    public void SettleAll()
    {
        _seam.Settle();
        foreach (var channel in _open)
        {
            channel.Settle();
        }
    }

    public void Reset()
    {
        foreach (var channel in _open)
        {
            _spare.Push(channel);
        }

        _open.Clear();
        _byKey.Clear();
        _seam.Reset();
        _event = 0;
    }

    private void Drop(Channel channel)
    {
        channel.Settle();
        _seam.Forget(channel);
        _open.Remove(channel);
        _byKey.Remove(channel.Key);
        _spare.Push(channel);
    }
}
