using System.Collections.Frozen;
using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Labels;

/// <summary>Rolls marks up: highest level, all controls, the nations that every mark releases to, over banners and portions of all parts.</summary>
/// <remarks>
/// Where there is a banner, no portion may be above it: the highest banner's level covers every portion (ISM-ID-00056), and a portion's
/// NOFORN, ORCON or compartment stands in a banner too. Otherwise something is marked wrongly, which <c>malformed</c> says.
/// </remarks>
internal sealed class LabelTally
{
    private static readonly LabelFacts _none = new(false, "none", 0, [], false, true, false);

    private readonly HashSet<string> _controls = new(StringComparer.Ordinal);
    private static readonly string[] _rolledUp = ["NOFORN", "ORCON"];

    private readonly HashSet<string> _compartments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bannerControls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _portionControls = new(StringComparer.Ordinal);
    private HashSet<string>? _releasableTo;
    private int _rank;
    private int _usRank;
    private int _natoRank;
    private int _bannerRank;
    private int _portionRank;
    private bool _malformed;
    private bool _unreleased;

    public bool Marked { get; private set; }

    public void Add(ClassificationMark mark)
    {
        Marked = true;
        _rank = Math.Max(_rank, mark.Rank);
        if (mark.IsNato)
        {
            _natoRank = Math.Max(_natoRank, mark.Rank);
        }
        else
        {
            _usRank = Math.Max(_usRank, mark.Rank);
        }

        _malformed |= mark.Malformed;
        _controls.UnionWith(mark.Controls);
        _compartments.UnionWith(mark.Compartments);
        if (mark.IsPortion)
        {
            _portionRank = Math.Max(_portionRank, mark.Rank);
            _portionControls.UnionWith(mark.Controls);
        }
        else
        {
            _bannerRank = Math.Max(_bannerRank, mark.Rank);
            _bannerControls.UnionWith(mark.Controls);
        }

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
        ? new LabelFacts(
            true, MarkLexicon.LevelNames[_rank], _rank, _controls.ToFrozenSet(StringComparer.Ordinal), IsAbove(network), IsReleasable(network.Nations), _malformed || IsBannerTooLow)
        {
            Unequal = _natoRank > network.NatoRank && _natoRank <= network.NominalRank ? LabelFacts.NatoUnequal
                : _usRank > network.Rank && _usRank <= network.NominalRank ? LabelFacts.UsUnequal
                : null,
        }
        : _none;

    // A mark of one system is measured against the ceiling of that system alone.
    private bool IsAbove(in NetworkCeiling network) => _usRank > network.Rank || _natoRank > network.NatoRank || !AreAccredited(network.Compartments);

    private bool IsBannerTooLow => _bannerRank > 0
        && (_portionRank > _bannerRank || _portionControls.Any(control => NeedsBanner(control) && !_bannerControls.Contains(control)));

    public void Reset()
    {
        Marked = false;
        _rank = _usRank = _natoRank = 0;
        _malformed = false;
        _unreleased = false;
        _releasableTo = null;
        _bannerRank = _portionRank = 0;
        _controls.Clear();
        _compartments.Clear();
        _bannerControls.Clear();
        _portionControls.Clear();
    }

    private static bool NeedsBanner(string control) => Array.IndexOf(_rolledUp, control) >= 0 || MarkOrder.Category(control) == 1;

    private bool AreAccredited(FrozenSet<string> compartments) => _compartments.All(compartments.Contains);

    private bool IsReleasable(FrozenSet<string> nations)
    {
        foreach (var nation in nations)
        {
            if (string.Equals(nation, "USA", StringComparison.Ordinal))
            {
                continue;
            }

            if (_unreleased || _controls.Contains("NOFORN") || _controls.Contains("SBU-NF") || _controls.Contains("LES-NF") || (_releasableTo is not null && !_releasableTo.Contains(nation)))
            {
                return false;
            }
        }

        return true;
    }
}
