using System.Globalization;
using System.Text.RegularExpressions;
using Concordat.Console.Data;

namespace Concordat.Console.Reading;

/// <summary>Finds in the clauses the numbers of persons above which they can apply.</summary>
internal static partial class MeterCeilings
{
    public static IReadOnlyList<MeterCeiling> Of(AgreementView agreement) =>
    [
        .. agreement.Clauses
            .SelectMany(clause => Threshold().Matches(clause.Policy).Select(match => new MeterCeiling(
                clause.Id, clause.Title, long.Parse(match.Groups["persons"].ValueSpan, CultureInfo.InvariantCulture), clause.Remedy is "refuse")))
            .DistinctBy(ceiling => (ceiling.Clause, ceiling.Persons))
            .OrderBy(ceiling => ceiling.Persons),
    ];

    [GeneratedRegex(@"persons\.inWindow\s*>=?\s*(?<persons>[0-9]{1,15})\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Threshold();
}
