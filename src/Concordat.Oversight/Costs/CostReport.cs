using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Concordat.Oversight.Costs;

/// <summary>What was used and what it cost between two days, both included, by use case, key, model, deployment or vendor.</summary>
public sealed record CostReport(DateOnly From, DateOnly To, string By, IReadOnlyList<CostLine> Lines)
{
    private const decimal Billion = 1_000_000_000;

    /// <summary>What lines can be made by.</summary>
    public static readonly IReadOnlyList<string> Subjects = ["use-case", "key", "model", "deployment", "vendor"];

    /// <summary>A line for each sum, the dearest first; what cost in two currencies stands in two lines.</summary>
    public static CostReport Of(DateOnly from, DateOnly to, string by, IEnumerable<UsageSum> sums) => new(
        from,
        to,
        by,
        [
            .. sums.Select(static sum => new CostLine(
                    sum.Name, sum.Currency.Length == 0 ? null : sum.Currency, sum.Answers, sum.Estimated, sum.Input, sum.Output,
                    sum.Currency.Length == 0 ? null : sum.Cost / Billion))
                .OrderBy(static line => line.Currency, StringComparer.Ordinal).ThenByDescending(static line => line.Cost ?? 0)
                .ThenByDescending(static line => line.InputTokens + line.OutputTokens).ThenBy(static line => line.Name, StringComparer.Ordinal),
        ]);

    /// <summary>The report as JSON; amounts are strings, because they are exact.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("from", Day(From));
        json.WriteString("to", Day(To));
        json.WriteString("by", By);
        json.WriteStartArray("lines");
        foreach (var line in Lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            json.WriteNumber("answers", line.Answers);
            json.WriteNumber("estimated", line.Estimated);
            json.WriteNumber("input_tokens", line.InputTokens);
            json.WriteNumber("output_tokens", line.OutputTokens);
            if (line.Cost is { } cost)
            {
                json.WriteString("cost", Amount(cost));
                json.WriteString("currency", line.Currency);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Comma-separated values with a header line (RFC 4180).</summary>
    public string ToCsv()
    {
        var text = new StringBuilder($"{By},currency,answers,estimated,input_tokens,output_tokens,cost\r\n");
        foreach (var line in Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(line.Name)},{line.Currency},{line.Answers},{line.Estimated},{line.InputTokens},{line.OutputTokens},{Amount(line.Cost)}\r\n");
        }

        return text.ToString();
    }

    /// <summary>An amount with no more places than it needs; empty for none.</summary>
    public static string Amount(decimal? amount) => amount?.ToString("0.00#######", CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // A spreadsheet takes a cell that begins so for a formula, and names come from a configuration that others wrote.
    private static string Quoted(string name)
    {
        var safe = name.Length > 0 && name[0] is '=' or '+' or '-' or '@' ? "'" + name : name;
        return safe.AsSpan().ContainsAny('"', ',', '\n') ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
