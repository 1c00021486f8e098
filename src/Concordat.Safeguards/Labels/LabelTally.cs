using System.Collections.Frozen;
using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Labels;

/// <summary>Rolls marks up: highest level, all controls, the nations that every mark releases to.</summary>
internal sealed class LabelTally
{
    private static readonly LabelFacts _none = new(false, "none", 0, [], false, true, false);

    private readonly HashSet<string> _controls = new(StringComparer.Ordinal);
    private HashSet<string>? _releasableTo;
    private int _rank;
    private bool _malformed;
    private bool _unreleased;

    public bool Marked { get; private set; }

    public void Add(ClassificationMark mark)
    {
        Marked = true;
        _rank = Math.Max(_rank, mark.Rank);
        _malformed |= mark.Malformed;
        _controls.UnionWith(mark.Controls);
        if (!mark.ReleasableTo.IsDefault)
        {
            if (_releasableTo is null)
            {
                _releasableTo = new HashSet<string>(mark.ReleasableTo, StringComparer.Ordinal);
            }
            else
            {
                _releasableTo.IntersectWith(mark.ReleasableTo);
            }
        }
        else if (mark.Rank >= 3)
        {
            // classified and released to nobody by name: U.S. only until someone says otherwise
            _unreleased = true;
        }
    }

    public LabelFacts Facts(in NetworkCeiling network) => Marked
        ? new LabelFacts(true, MarkLexicon.LevelNames[_rank], _rank, _controls.ToFrozenSet(StringComparer.Ordinal), _rank > network.Rank, IsReleasable(network.Nations), _malformed)
        : _none;

    public void Reset()
    {
        Marked = false;
        _rank = 0;
        _malformed = false;
        _unreleased = false;
        _releasableTo = null;
        _controls.Clear();
    }

    private bool IsReleasable(FrozenSet<string> nations)
    {
        foreach (var nation in nations)
        {
            if (string.Equals(nation, "USA", StringComparison.Ordinal))
            {
                continue;
            }

            if (_unreleased || _controls.Contains("NOFORN") || (_releasableTo is not null && !_releasableTo.Contains(nation)))
            {
                return false;
            }
        }

        return true;
    }
}
