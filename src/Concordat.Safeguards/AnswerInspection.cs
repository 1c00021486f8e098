using Concordat.Safeguards.Answers;
using Concordat.Safeguards.Json;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards;

/// <summary>Inspects one answer, whole or as a stream of events; a text that goes on over events is read as one.</summary>
/// <remarks>
/// Strings with the same JSON path (array positions dropped) and the same <c>index</c>, <c>output_index</c>, <c>content_index</c>,
/// <c>summary_index</c> and <c>item_id</c> around them are one text, joined without separator. Where a stream goes from one text to another, what stood open at the end of the
/// first is read together with the second too, because clients join texts that the event keeps apart. Not thread-safe.
/// </remarks>
public sealed class AnswerInspection
{
    private const int _maxPooled = 256;
    private static readonly InspectionPool<AnswerInspection> _pool = new(_maxPooled);

    private readonly ChannelSet _channels;
    private readonly TextScanner _alone;
    private readonly HashSet<ulong> _seen = [];
    private readonly List<Piece> _pieces = [];
    private readonly PieceMap? _map;
    private Container[] _containers = new Container[32];

    public AnswerInspection(SafeguardPack? pack = null)
        : this(pack ?? SafeguardPack.Default, map: null)
    {
    }

    /// <param name="map">Takes note of where each text stands, so that findings can be pointed at; slower.</param>
    internal AnswerInspection(SafeguardPack pack, PieceMap? map)
    {
        _map = map;
        Findings = new Findings(pack, keepPlaces: map is not null);
        _alone = new TextScanner(Findings, 0, new WordReader(Findings));
        _channels = new ChannelSet(Findings);
    }

    /// <summary>What was found so far; valid until <see cref="Reset"/> or <see cref="Return"/>.</summary>
    public Findings Findings { get; }

    /// <summary>Bytes of text seen so far over all channels; never decreases.</summary>
    public long Position { get; private set; }

    /// <summary>Everything up to here can no longer become part of a finding; equals <see cref="Position"/> when nothing is open.</summary>
    public long SafePosition => Math.Min(Position, _channels.OpenSince);

    /// <summary>Takes a clean inspection from the pool.</summary>
    public static AnswerInspection Rent() => _pool.Take() ?? new AnswerInspection();

    /// <summary>Cleans an inspection and gives it back; it must not be used afterwards.</summary>
    public static void Return(AnswerInspection inspection)
    {
        if (!inspection.Findings.IsBulky)
        {
            inspection.Reset();
            _pool.Return(inspection);
        }
    }

    /// <summary>Inspects one event payload, or a whole JSON answer.</summary>
    /// <returns>Null when the payload is well-formed.</returns>
    public JsonFault? InspectEvent(ReadOnlySpan<byte> json, int maxDepth)
    {
        _pieces.Clear();
        var reader = new StrictJsonReader(json, JsonScratch.OfThread, maxDepth);
        var numbers = default(NumericMembers);
        var kind = EventKind.None;
        Findings.BeginDocument();
        while (reader.Read())
        {
            switch (reader.Token)
            {
                case JsonToken.StartObject or JsonToken.StartArray:
                    Open(reader);
                    _map?.Open(reader);
                    break;
                case JsonToken.EndObject or JsonToken.EndArray:
                    _map?.Close(reader);
                    break;
                case JsonToken.Name when !KnownNames.IsKnown(reader.Frame.NameHash):
                    InspectOnce(0, reader.Raw, reader.Escaped, reader.RawStart);
                    Findings.AddLabelOf(reader, json);
                    break;
                case JsonToken.Number:
                    Place(reader);
                    if (numbers.See(reader, Findings))
                    {
                        InspectAlone(reader.Raw, escaped: false, reader.RawStart, isNumber: true);
                    }

                    break;
                case JsonToken.String when Findings.IsLevelOfLabel(reader):
                    Place(reader);
                    break;
                case JsonToken.String:
                    if (reader is { Depth: 1, Frame: { IsObject: true } root } && root.NameHash == KnownNames.Type)
                    {
                        kind = EventKinds.Of(reader.Raw);
                    }

                    TakeString(reader);
                    break;
            }
        }

        if (reader.Fault is null)
        {
            Join(json, kind);
        }

        _map?.Next(json.Length);
        return reader.Fault;
    }

    /// <summary>Ends the answer: every open text is inspected to its end.</summary>
    public void Complete() => _channels.SettleAll();

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _channels.Reset();
        _alone.Reset();
        _seen.Clear();
        Findings.Reset();
        _map?.Reset();
        Position = 0;
    }

    private void Open(in StrictJsonReader reader)
    {
        var serial = reader.Frame.Serial;
        if (serial >= _containers.Length)
        {
            Array.Resize(ref _containers, _containers.Length * 2);
        }

        _containers[0] = default;
        var parent = reader.ParentSerial;
        _containers[serial] = new Container
        {
            Parent = parent,
            Alternatives = _containers[parent].Alternatives || KnownNames.IsAlternatives(reader.OwnerName),
        };
    }

    /// <summary>Takes note of a member that tells texts apart.</summary>
    private void Place(in StrictJsonReader reader)
    {
        if (reader.Depth > 0 && reader.Frame.IsObject && KnownNames.IsPosition(reader.Frame.NameHash))
        {
            unchecked
            {
                _containers[reader.Frame.Serial].Place += NameHash.Mix(reader.Frame.NameHash, NameHash.Of(reader.Raw));
            }
        }
    }

    private void TakeString(in StrictJsonReader reader)
    {
        if (reader.Depth == 0)
        {
            _containers[0] = default;
            _pieces.Add(new Piece(reader.RawStart, reader.Raw.Length, 0, reader.PathHash, reader.Escaped));
            return;
        }

        Place(reader);
        ref var frame = ref reader.Frame;
        var name = frame.IsObject ? frame.NameHash : 0;
        if (KnownNames.IsOpaque(name) && reader.Raw.Length >= 64 && SealedText.Is(reader.Raw))
        {
            Findings.AddUninspectable("encrypted");
        }
        else if (KnownNames.IsEnvelope(name))
        {
            InspectOnce(reader.PathHash, reader.Raw, reader.Escaped, reader.RawStart);
        }
        else if (_containers[frame.Serial].Alternatives)
        {
            InspectAlone(reader.Raw, reader.Escaped, reader.RawStart);
        }
        else if (reader.Raw.Length > 0)
        {
            _pieces.Add(new Piece(reader.RawStart, reader.Raw.Length, frame.Serial, reader.PathHash, reader.Escaped));
        }
    }

    /// <summary>The event is read to its end, so every piece's place is known: joins the pieces to their channels.</summary>
    private void Join(ReadOnlySpan<byte> json, EventKind kind)
    {
        _channels.NextEvent();
        for (var i = 0; i < _pieces.Count; i++)
        {
            var piece = _pieces[i];
            var place = PlaceOf(piece.Container);
            var raw = json.Slice(piece.Start, piece.Length);
            var channel = _channels.Of(piece.Path, place);
            if (_channels.WasFedByThisEvent(channel))
            {
                // several strings of one path in one event are also texts of their own
                if (channel.FirstPiece >= 0)
                {
                    var first = _pieces[channel.FirstPiece];
                    InspectAlone(json.Slice(first.Start, first.Length), first.Escaped, first.Start, isPiece: true);
                    channel.ForgetFirstPiece();
                }

                InspectAlone(raw, piece.Escaped, piece.Start, isPiece: true);
            }

            _map?.Add(piece.Start, piece.Length, channel.Key);
            var length = _channels.Feed(
                channel, raw, piece, i, _map?.Position(piece.Start) ?? Position, kind.HasFlag(EventKind.Ends), inDocument: _map is not null);
            Position += length;
            Findings.AddText(1, length);
        }

        if (kind.HasFlag(EventKind.Ends))
        {
            _channels.SettleEnded(PlaceOf(1));
        }

        _channels.SettleStale();
    }

    private ulong PlaceOf(int container)
    {
        ulong place = 0;
        for (var at = container; at > 0; at = _containers[at].Parent)
        {
            unchecked
            {
                place += _containers[at].Place;
            }
        }

        return place;
    }

    /// <summary>Inspects a value that repeats from event to event the first time it is seen.</summary>
    private void InspectOnce(ulong path, ReadOnlySpan<byte> raw, bool escaped, int start)
    {
        const int MaxSeen = 1024;
        if (_map is not null)
        {
            InspectAlone(raw, escaped, start); // each of them has its place
        }
        else if (raw.Length > 256 || _seen.Count >= MaxSeen ? !_seen.Contains(NameHash.Mix(path, NameHash.Of(raw))) : _seen.Add(NameHash.Mix(path, NameHash.Of(raw))))
        {
            InspectAlone(raw, escaped, start);
        }
    }

    /// <param name="isPiece">It is part of a longer text too, which says where it stands.</param>
    private void InspectAlone(ReadOnlySpan<byte> raw, bool escaped, int start, bool isNumber = false, bool isPiece = false)
    {
        if (_map is null)
        {
            StringFeed.Feed(_alone, raw, escaped, 0);
        }
        else
        {
            if (!isPiece)
            {
                _map.AddAlone(start, raw.Length, isNumber);
            }

            StringFeed.FeedFromDocument(_alone, raw, escaped, _map.Position(start));
        }

        _alone.Complete();
    }
}
