using System.Collections.Frozen;
using Concordat.Safeguards.Json;
using Concordat.Safeguards.Labels;
using Concordat.Safeguards.Model;
using Concordat.Safeguards.Persons;
using Concordat.Safeguards.Suspicion;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards;

/// <summary>What the inspection of one request or answer found so far.</summary>
/// <remarks>
/// Bounded: of persons known to be foreign and of all others at most <see cref="MaxPersons"/> identifiers each are kept, so that a crowd
/// of the ones hides none of the others; above it the counts stop and <see cref="Saturated"/> is set. Not thread-safe.
/// </remarks>
public sealed class Findings
{
    /// <summary>Distinct identifiers kept of each of the two groups; counts above it mean "at least".</summary>
    public const int MaxPersons = 4096;

    private (int Start, int End, int Rank) _natoLabel; // of the document that is being read
    private const int MaxKeptScanners = 64;
    private const int MinBrokered = 3;

    private static readonly PersonFacts _noPersons = new(0, 0, 0, 0, 0, [], false, 0);
    private static readonly TopicFacts _noTopics = new(0, 0, 0, 0, 0, 0);

    private readonly LabelTally _label = new();
    private readonly List<TopicTally> _tallies = [];
    private readonly List<WindowReader> _windows = [];
    private HashSet<PersonKey>? _persons;
    private HashSet<string>? _uninspectable;
    private int _foreign;
    private int _devices;
    private int _scanners;
    private bool _coordinates;
    private bool _hidden;
    private bool _confusable;
    private long _strings;
    private long _bytes;

    internal Findings(SafeguardPack pack, bool keepPlaces = false)
    {
        Pack = pack;
        Places = keepPlaces ? new PlaceKeeper(pack) : null;
    }

    /// <summary>Anything but the amount of text: an identifier, coordinates, a mark, a topic above 0, hidden or uninspectable content.</summary>
    public bool Any => _persons is { Count: > 0 } || _coordinates || _label.Marked || _hidden || _confusable
        || _uninspectable is { Count: > 0 } || Topics != _noTopics;

    /// <summary>More identifiers were seen than are kept.</summary>
    public bool Saturated { get; private set; }

    /// <summary>The identifiers in their normal form; never to be logged.</summary>
    public IReadOnlyCollection<PersonKey> PersonKeys => _persons ?? (IReadOnlyCollection<PersonKey>)[];

    /// <summary>One identifier for each person that counts, for metering by keyed hash: a name beside a telephone number is no second person.</summary>
    public IReadOnlyCollection<PersonKey> CountedPersons => PersonCount.Counted(PersonKeys);

    /// <summary>Counts of persons; <see cref="PersonFacts.InWindow"/> is left 0 for the meter to fill.</summary>
    public PersonFacts Persons => _persons is not { Count: > 0 } && !_coordinates ? _noPersons : PersonCount.Facts(PersonKeys, _coordinates);

    public TopicFacts Topics
    {
        get
        {
            Span<int> scores = stackalloc int[TopicTally.TopicCount];
            var any = 0;
            foreach (var tally in _tallies)
            {
                for (var i = 0; i < scores.Length; i++)
                {
                    scores[i] = Math.Max(scores[i], tally.Score(i));
                    any |= scores[i];
                }
            }

            if (Suspicion is { Scores: var learned })
            {
                Raise(scores, Topic.Surveillance, learned.Surveillance);
                Raise(scores, Topic.Force, learned.Force);
                Raise(scores, Topic.HighStakes, learned.Decisions);
                any |= learned.Surveillance | learned.Force | learned.Decisions;
            }

            return any == 0 ? _noTopics : new TopicFacts(scores[0], scores[1], scores[2], scores[3], scores[4], scores[5]);
        }
    }

    public ContentFacts Content => new(
        _uninspectable is null ? [] : _uninspectable.ToFrozenSet(StringComparer.Ordinal), _hidden, _confusable, _strings, _bytes);

    internal SafeguardPack Pack { get; }

    /// <summary>Takes the windows of the text; null where only rules are asked.</summary>
    internal IWindowJudge? Judge { get; init; }

    /// <summary>Judges windows by what was learned.</summary>
    internal SuspicionJudge? Suspicion => Judge as SuspicionJudge;

    /// <summary>Remembers where findings stand; null when nobody asks.</summary>
    internal PlaceKeeper? Places { get; }

    /// <summary>Bytes that any reading went over, second readings and inspected windows included: what an inspection costs, on any machine.</summary>
    public long Work { get; private set; }

    /// <summary>How often an identifier was seen, the same ones included.</summary>
    internal long Sightings { get; private set; }

    /// <summary>So many scanners were made for disguises in disguises that the inspection is not worth keeping.</summary>
    internal bool IsBulky => _scanners > MaxKeptScanners;

    internal bool HasCoordinates => _coordinates;

    /// <summary>An advertising or device id was found.</summary>
    internal bool HasDevices => _devices > 0;

    /// <summary>The text has the form of data that brokers sell: advertising ids of three devices or more, with coordinates.</summary>
    public bool LooksBrokered => _devices >= MinBrokered && _coordinates;

    internal bool IsMarked => _label.Marked;

    /// <summary>The marks rolled up and measured against the network.</summary>
    public LabelFacts Label(NetworkCeiling network) => _label.Facts(network);

    internal TopicTally NewTally()
    {
        var tally = new TopicTally(Pack.Topics);
        _tallies.Add(tally);
        return tally;
    }

    /// <summary>Makes windows for a text inside the text; null where nobody judges them.</summary>
    internal WindowReader? NewWindows()
    {
        if (Judge is null)
        {
            return null;
        }

        var reader = new WindowReader(new TextWindows(Judge));
        _windows.Add(reader);
        return reader;
    }

    /// <summary>Ends the windows of all texts inside the text.</summary>
    internal void EndWindows()
    {
        foreach (var reader in _windows)
        {
            reader.End();
        }
    }

    internal void AddPerson(PersonKind kind, string value, PersonNationality nationality)
    {
        Sightings++;
        _persons ??= new HashSet<PersonKey>(SamePerson.Instance);
        var key = new PersonKey(kind, value, nationality);
        if (_persons.TryGetValue(key, out var known))
        {
            if (known.Nationality == PersonNationality.Unknown && nationality != PersonNationality.Unknown)
            {
                _persons.Remove(known);
                _persons.Add(key);
                _foreign += nationality == PersonNationality.Foreign ? 1 : 0;
            }
        }
        else if ((nationality == PersonNationality.Foreign ? _foreign : _persons.Count - _foreign) >= MaxPersons)
        {
            Saturated = true;
        }
        else
        {
            _persons.Add(key);
            _foreign += nationality == PersonNationality.Foreign ? 1 : 0;
            _devices += kind == PersonKind.Device ? 1 : 0;
        }
    }

    /// <summary>Adds a person whose place in the text is known.</summary>
    internal void AddPersonAt(PersonKind kind, string value, PersonNationality nationality, long start, long end)
    {
        AddPerson(kind, value, nationality);
        Places?.See(new PersonKey(kind, value, nationality), start, end);
    }

    internal void AddCoordinates() => _coordinates = true;

    internal void AddMark(ClassificationMark mark) => _label.Add(mark);

    internal void CountScanner() => _scanners++;

    internal void AddWork(int bytes) => Work += bytes;

    /// <summary>Reads the confidentiality label that the member the reader stands on holds, if it does.</summary>
    internal void AddLabelOf(in StrictJsonReader reader, ReadOnlySpan<byte> document)
    {
        if (KnownNames.IsLabel(reader.Frame.NameHash))
        {
            var start = reader.RawStart + reader.Raw.Length + 1;
            var text = new StanagLabelText(this);
            text.Begin(document[start..], 0, 0);
            text.Complete();
            _natoLabel = (start, start + text.Length, text.NatoRank);
        }
    }

    /// <summary>Forgets where a label stood: what follows is another document.</summary>
    internal void BeginDocument() => _natoLabel = default;

    /// <summary>Whether the string that the reader stands on is the level of a NATO label that was read: read as a text it would be a U.S. one.</summary>
    internal bool IsLevelOfLabel(in StrictJsonReader reader) =>
        _natoLabel.Rank > 0 && reader.RawStart > _natoLabel.Start && reader.RawStart < _natoLabel.End && reader is { Depth: > 0, Frame.IsObject: true }
        && reader.Frame.NameHash == KnownNames.Classification && MarkLexicon.SpelledRank(reader.Raw) == _natoLabel.Rank;

    internal void AddHidden() => _hidden = true;

    internal void AddConfusable() => _confusable = true;

    internal void AddUninspectable(string kind) => (_uninspectable ??= new HashSet<string>(StringComparer.Ordinal)).Add(kind);

    internal void AddText(long strings, long bytes)
    {
        _strings += strings;
        _bytes += bytes;
    }

    internal void Reset()
    {
        Suspicion?.Reset();
        _label.Reset();
        foreach (var tally in _tallies)
        {
            tally.Reset();
        }

        foreach (var reader in _windows)
        {
            reader.Reset();
        }

        Places?.Reset();
        _persons?.Clear();
        _uninspectable?.Clear();
        _coordinates = _hidden = _confusable = Saturated = false;
        _strings = _bytes = Work = 0;
        _foreign = _devices = 0;
    }

    private static void Raise(Span<int> scores, Topic topic, int score) => scores[(int)topic] = Math.Max(scores[(int)topic], score);

    internal static string KindName(PersonKind kind) => kind switch
    {
        PersonKind.Email => "email",
        PersonKind.Phone => "phone",
        PersonKind.Ssn => "ssn",
        PersonKind.Plate => "plate",
        PersonKind.Device => "device",
        PersonKind.Licence => "licence",
        PersonKind.Ip => "ip",
        PersonKind.Handle => "handle",
        PersonKind.Name => "name",
        PersonKind.Address => "address",
        _ => "passport",
    };
}
