using Concordat.Safeguards.Json;
using Concordat.Safeguards.Labels;
using Concordat.Safeguards.Persons;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards;

/// <summary>Remembers where findings stand: for each, the shortest stretch of its window that still gives it.</summary>
/// <remarks>Only for looking at single requests: every stretch is inspected again. Not thread-safe.</remarks>
internal sealed class PlaceKeeper(SafeguardPack pack)
{
    private readonly Findings _scratch = new(pack);
    private readonly HashSet<(string Kind, long Start, long End)> _places = [];
    private readonly List<(PersonKey Person, long Start, long End)> _persons = [];

    /// <summary>Where identifiers stand, in the order found; one that overlaps another may stand beside it.</summary>
    public IReadOnlyList<(PersonKey Person, long Start, long End)> Persons => _persons;

    /// <summary>There was no room for a place any more.</summary>
    public bool IsFull => _places.Count >= FindingPlace.Max;

    public void Reset()
    {
        _places.Clear();
        _persons.Clear();
    }

    /// <summary>Takes note of the persons of one window.</summary>
    public void SeePersons(ReadOnlySpan<byte> window, int flags, PersonContext context, SourceMap map)
    {
        context &= ~(PersonContext.CutLeft | PersonContext.CutRight);
        Inspect(window, flags, context);
        var keys = _scratch.PersonKeys.ToArray();
        var coordinates = _scratch.HasCoordinates;
        foreach (var key in keys)
        {
            if (Add(Findings.KindName(key.Kind), window, map, (scratch, text) => Inspect(text, flags, context) && scratch.PersonKeys.Contains(key)) is var (start, end))
            {
                _persons.Add((key, start, end));
            }
        }

        if (coordinates)
        {
            _ = Add("coordinates", window, map, (scratch, text) => Inspect(text, flags, context) && scratch.HasCoordinates);
        }

        _scratch.Reset();
    }

    /// <summary>Takes note of a person whose place is known.</summary>
    public void See(PersonKey person, long start, long end)
    {
        if (!IsFull && _places.Add((Findings.KindName(person.Kind), start, end)))
        {
            _persons.Add((person, start, end));
        }
    }

    /// <summary>Takes note of the marks of one window.</summary>
    public void SeeMark(ReadOnlySpan<byte> window, ReadOnlySpan<byte> follow, bool atLineStart, bool endsLine, bool labelled, bool enumerated, SourceMap map)
    {
        _scratch.Reset();
        MarkInspector.Inspect(_scratch, window, follow, atLineStart, endsLine, labelled, enumerated);
        if (_scratch.IsMarked && !IsFull)
        {
            var (start, end) = map.Range(0, window.Length);
            _places.Add(("mark", start, end));
        }

        _scratch.Reset();
    }

    /// <summary>The places with their pointers.</summary>
    public IReadOnlyList<FindingPlace> In(ReadOnlySpan<byte> body)
    {
        var places = new List<FindingPlace>(_places.Count);
        foreach (var (kind, start, end) in _places.OrderBy(place => place.Start))
        {
            if (start < body.Length && end <= body.Length)
            {
                places.Add(new FindingPlace(kind, JsonPathText.PointerOf(body, (int)start), (int)start, (int)end));
            }
        }

        return places;
    }

    private static bool IsInside(ReadOnlySpan<byte> window, int at) =>
        (AsciiClass.Of[window[at - 1]] & AsciiClass.Word) != 0 && (AsciiClass.Of[window[at]] & AsciiClass.Word) != 0;

    private delegate bool Holds(Findings scratch, ReadOnlySpan<byte> text);

    private bool Inspect(ReadOnlySpan<byte> text, int flags, PersonContext context)
    {
        _scratch.Reset();
        PersonInspector.Inspect(_scratch, text, flags, context);
        return true;
    }

    private (long Start, long End)? Add(string kind, ReadOnlySpan<byte> window, SourceMap map, Holds holds)
    {
        if (IsFull)
        {
            return null;
        }

        // never inside a word or a number
        var (start, end) = (0, window.Length);
        for (var cut = end - 1; cut > 0 && (IsInside(window, cut) || holds(_scratch, window[..cut])); cut--)
        {
            end = IsInside(window, cut) ? end : cut;
        }

        for (var cut = 1; cut < end && (IsInside(window, cut) || holds(_scratch, window[cut..end])); cut++)
        {
            start = IsInside(window, cut) ? start : cut;
        }

        var range = map.Range(start, end);
        return _places.Add((kind, range.Start, range.End)) ? range : null;
    }
}
