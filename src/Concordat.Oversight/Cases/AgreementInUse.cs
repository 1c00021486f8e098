using System.Globalization;

namespace Concordat.Oversight.Cases;

/// <summary>The agreement that a node serves under, and what tells which of two is the later one.</summary>
/// <param name="Hash">Its hash, lower hex.</param>
/// <param name="Previous">Hash of the one that it amends, where it amends one: it tells which is later where time and version are the same.</param>
/// <param name="Effective">From when it holds.</param>
/// <param name="Version">Three numbers.</param>
public sealed record AgreementInUse(string Hash, string? Previous, DateTimeOffset Effective, string Version)
{
    /// <summary>The three numbers of the version.</summary>
    /// <exception cref="FormatException">It is no version.</exception>
    internal (long Major, long Minor, long Patch) Numbers
    {
        get
        {
            long[] numbers = [.. Version.Split('.').Select(static each => long.Parse(each, NumberStyles.None, CultureInfo.InvariantCulture))];
            return numbers is [var major, var minor, var patch] ? (major, minor, patch) : throw new FormatException($"`{Version}` is not three numbers");
        }
    }
}
