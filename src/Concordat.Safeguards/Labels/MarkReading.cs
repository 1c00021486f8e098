using System.Collections.Immutable;

namespace Concordat.Safeguards.Labels;

/// <summary>What is read of one mark so far: its controls in their order, and whether they break a rule.</summary>
internal sealed class MarkReading(int rank)
{
    private readonly SortedSet<string> _controls = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _compartments = new(StringComparer.Ordinal);
    private readonly List<string> _nations = [];
    private bool _malformed;
    private bool _first = true;
    private int _lastCategory;
    private string _last = "";

    /// <summary>A control of it is a known one.</summary>
    public bool Known { get; private set; }

    /// <summary>Its first control is not a known one, where it must be.</summary>
    public bool Refused { get; private set; }

    /// <summary>Takes the controls between two <c>//</c>; false when the mark ends with them.</summary>
    public bool TakeCategory(string[] controls, bool mustKnow)
    {
        var begins = true;
        foreach (var control in controls)
        {
            var known = MarkParser.ReadControl(control, _controls, _nations, _compartments, out var banner, out var stop);
            if (!known && _first && mustKnow)
            {
                Refused = true;
                return false;
            }

            if (!known && !begins && _last is "SAR" && control.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            {
                // another program: SAR-ABC/XYZ
                _compartments.Add("SAR-" + control);
                (known, banner) = (true, "SAR");
            }

            // CUI categories are an open list; a classified mark has none
            _malformed |= !known && rank != 2;
            Known |= known;
            _first = false;
            Place(banner, begins);
            begins = false;
            if (stop)
            {
                return false;
            }
        }

        return true;
    }

    public ClassificationMark ToMark(bool nato, IEnumerable<string>? joint, bool portion)
    {
        var malformed = _malformed || MarkRules.AreBroken(rank, _controls, _nations);
        if (nato)
        {
            _controls.Add(MarkLexicon.Nato);
            _nations.AddRange(_nations.Count == 0 ? MarkLexicon.Nations("NATO") : []);
        }

        if (joint is not null)
        {
            _controls.Add("JOINT");
            _nations.AddRange(_nations.Count == 0 ? joint : []);
        }

        var releasable = _nations.SelectMany(MarkLexicon.Nations).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return new ClassificationMark(rank, [.. _controls], _nations.Count == 0 ? default : releasable, [.. _compartments], portion, malformed);
    }

    private void Place(string banner, bool begins)
    {
        var place = MarkOrder.Category(banner);
        if (place > 0)
        {
            _malformed |= begins ? place <= _lastCategory : place != _lastCategory || !MarkOrder.MayFollow(_last, banner);
            (_lastCategory, _last) = (place, banner);
        }
    }
}
