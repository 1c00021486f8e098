using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>What a ruling, or its revocation, turns among certified verdicts. Pure.</summary>
public static class RuledFlips
{
    /// <param name="before">What turned already, with the rulings that stood before.</param>
    /// <param name="after">What turns with those that stand after.</param>
    /// <returns>What it turns, and what it turns back.</returns>
    public static IReadOnlyList<SuiteFlip> Between(IReadOnlyList<SuiteFlip> before, IReadOnlyList<SuiteFlip> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. after.Where(flip => !before.Any(was => IsSame(was, flip))),
            .. before.Where(was => !after.Any(flip => IsSame(was, flip))).Select(static was => was with { From = was.To, To = was.From, Clauses = [] }),
        ];
    }

    private static bool IsSame(SuiteFlip one, SuiteFlip other) =>
        one.Certificate.Equals(other.Certificate, StringComparison.Ordinal) && one.Case.Equals(other.Case, StringComparison.Ordinal) && one.To.Equals(other.To, StringComparison.Ordinal);
}
