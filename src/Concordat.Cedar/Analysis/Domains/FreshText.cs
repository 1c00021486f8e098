using System.Globalization;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>Texts to try where any text will do.</summary>
internal static class FreshText
{
    /// <summary>Never ends, and never repeats.</summary>
    public static IEnumerable<string> Candidates
    {
        get
        {
            yield return "other";
            for (var i = 1; ; i++)
            {
                yield return "other" + i.ToString(CultureInfo.InvariantCulture);
            }
        }
    }
}
