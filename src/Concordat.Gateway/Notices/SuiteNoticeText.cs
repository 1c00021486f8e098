using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Certifying;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Notices;

/// <summary>What is told of a change that turns certified verdicts: names of cases, verdicts and clauses, no content.</summary>
internal static class SuiteNoticeText
{
    private const int MostFlips = 200;

    /// <summary>The body of a webhook.</summary>
    public static byte[] Json(SuiteChange change)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("type", $"suites.{change.Act}");
            json.WriteString("timestamp", change.Time.UtcDateTime);
            json.WriteStartObject("data");
            json.WriteString("id", change.Id);
            json.WriteString("agreement", change.Agreement);
            json.WriteString("urgent", change.Urgent.Length == 0 ? null : change.Urgent);
            json.WriteString("subject", change.Subject.Length == 0 ? null : change.Subject);
            json.WriteNumber("count", change.Flips.Count);
            json.WriteStartArray("flips");
            foreach (var flip in change.Flips.Take(MostFlips))
            {
                json.WriteStartObject();
                json.WriteString("use_case", flip.UseCase);
                json.WriteString("case", flip.Case);
                json.WriteString("from", flip.From);
                json.WriteString("to", flip.To);
                Strings(json, "clauses", flip.Clauses);
                json.WriteBoolean("redline", flip.IsRedLine);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Strings(json, "lapsed", change.Lapsed);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    /// <summary>Subject and text of an e-mail to the owner of a use case.</summary>
    public static (string Subject, string Body) Mail(SuiteChange change, string useCase)
    {
        List<SuiteFlip> flips = [.. change.Flips.Where(flip => flip.UseCase.Equals(useCase, StringComparison.Ordinal))];
        var what = change.Act switch
        {
            SuiteChange.Announced when change.Safeguards.Length > 0 => $"The safeguard pack {Short(change.Safeguards)} is to serve when the days of notice are over.",
            SuiteChange.Announced => $"The agreement {change.Agreement[..12]} is to take effect when the days of notice are over.",
            SuiteChange.Ruled => $"The ruling `{change.Subject}` was taken or revoked.",
            _ => $"The agreement {change.Agreement[..12]} and the safeguards {Short(change.Safeguards)} are in force.",
        };
        List<string> lines =
        [
            what,
            "",
            string.Create(CultureInfo.InvariantCulture, $"Of the certified suite of {useCase}, {flips.Count} verdicts turn:"),
            "",
            .. flips.Take(MostFlips).Select(flip => "  " + FlipWords.Of(flip)),
        ];
        if (change.Urgent.Length > 0)
        {
            lines.AddRange(["", $"Both parties let it take effect at once: {change.Urgent}"]);
        }

        if (change.Lapsed.Contains(useCase, StringComparer.Ordinal))
        {
            lines.AddRange(["", "The safeguard pack was changed: have the suite certified anew (concordat preflight certify)."]);
        }

        return ($"[concordat] {flips.Count.ToString(CultureInfo.InvariantCulture)} certified verdicts of {useCase} turn", string.Join("\r\n", lines) + "\r\n");
    }

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
