using System.Globalization;
using Concordat.Agreements;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>Turned verdicts in words.</summary>
public static class FlipWords
{
    private const int MostTold = 8;

    /// <summary>One flip, a line: whose, which, from what to what, and by which clauses.</summary>
    public static string Of(SuiteFlip flip)
    {
        ArgumentNullException.ThrowIfNull(flip);
        var by = flip.Clauses.Count == 0 ? "" : $" by {string.Join(", ", flip.Clauses)}{(flip.IsRedLine ? ", a red line" : "")}";
        return $"`{flip.Case}` of `{flip.UseCase}` ({flip.Owner}): {flip.From}, then {flip.To}{by}";
    }

    /// <summary>Why an amendment, or another safeguard pack, does not take effect yet.</summary>
    /// <param name="safeguards">Hash of the pack where it is new to the suites; empty where the agreement alone turns their verdicts.</param>
    internal static string Refusal(CertificateBook book, IReadOnlyList<SuiteFlip> due, Agreement agreement, string safeguards = "")
    {
        var told = string.Join("; ", due.Take(MostTold).Select(Of)) + (due.Count > MostTold ? $"; and {due.Count - MostTold} more" : "");
        var when = due.Select(flip => book.MayTakeEffect(flip, agreement.Hash, safeguards)).ToList();
        var (what, waysOut) = safeguards.Length == 0
            ? ($"agreement {agreement.ShortHash}", ("`concordat preflight announce`", "have both parties declare it urgent in the amendment"))
            : ($"safeguard pack {safeguards[..Math.Min(12, safeguards.Length)]} of this program", ("`concordat preflight announce` of this program", "begin with an amendment that both parties declare urgent; until then serve with the program before"));
        var way = when.Contains(null)
            ? $"give notice with {waysOut.Item1} and wait {book.Find(due[0].Certificate)!.Certificate!.NoticeDays} days, or {waysOut.Item2}"
            : string.Create(CultureInfo.InvariantCulture, $"notice was given, and it may take effect from {when.Max():yyyy-MM-dd HH:mm:ss} UTC on");
        return $"{what} turns certified verdicts before their owners have had notice: {told}; {way}";
    }
}
