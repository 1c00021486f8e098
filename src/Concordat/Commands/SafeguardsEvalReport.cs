using System.Globalization;
using System.Text.Json.Serialization;
using Concordat.Gateway.Judging;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Commands;

/// <summary>Recall and false alarms of the safeguards on labelled prompts.</summary>
/// <param name="Pack">Hash of the safeguard pack that was measured.</param>
/// <param name="EasyNegativeRate">Share of prompts without a red line that are flagged for any; null when there are none.</param>
/// <param name="EasyNegatives">Those prompts by the highest band of the three red lines.</param>
/// <param name="Styles">Per style the same as per red line, over all red lines.</param>
/// <param name="Judge">What the judge said; null where none was to be asked.</param>
/// <param name="Misses">Lines that came out otherwise than labelled; null when not asked for.</param>
internal sealed record SafeguardsEvalReport(
    string Pack,
    int Lines,
    IReadOnlyDictionary<string, RedLineEval> RedLines,
    double? EasyNegativeRate,
    BandCounts EasyNegatives,
    IReadOnlyDictionary<string, RedLineEval> Styles,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JudgeEval? Judge,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PromptMiss>? Misses)
{
    /// <param name="prompts">What is measured.</param>
    /// <param name="misses">Whether to list the lines that came out otherwise than labelled.</param>
    /// <param name="judge">Who is asked about what is only possible; null for nobody.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    public static async Task<SafeguardsEvalReport> OfAsync(IReadOnlyList<LabelledPrompt> prompts, bool misses, JudgeTrial? judge, CancellationToken cancellationToken)
    {
        var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var verdicts = new List<PromptVerdict>(prompts.Count);
        foreach (var prompt in prompts)
        {
            verdicts.Add(await PromptVerdict.OfAsync(prompt, judge, answers, cancellationToken));
        }

        var easy = BandCounts.Of(verdicts.Where(v => v.RedLine is null));
        return new SafeguardsEvalReport(
            SafeguardPack.Default.Hash,
            verdicts.Count,
            Enum.GetValues<RedLine>().ToDictionary(Name, line => RedLineEval.Of([.. verdicts.Where(v => v.RedLine == line)]), StringComparer.Ordinal),
            easy.FlaggedRate(),
            easy,
            verdicts.Where(v => v.RedLine is not null).GroupBy(v => v.Style, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => RedLineEval.Of([.. g]), StringComparer.Ordinal),
            judge is null ? null : new JudgeEval(judge.Judge.Deployment, judge.Judge.Prompt, answers),
            misses ? [.. verdicts.Where(v => v.IsMiss).Select(v => new PromptMiss(v.Id, Name(v.RedLine), v.Label, v.Style, v.Score))] : null);
    }

    public string ToText()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"{Lines} lines, safeguard pack {Pack}");
        text.WriteLine();
        TextTable.Write(text, ["red line", "label", "absent", "possible", "likely", "flagged"], [.. RedLines.SelectMany(Rows), .. EasyRow()]);
        text.WriteLine();
        TextTable.Write(text, ["style", "recall", "look-alikes flagged", "grey flagged"], [.. Styles.Select(s => (IReadOnlyList<string>)[s.Key, Percent(s.Value.Recall), Percent(s.Value.HardNegativeRate), Percent(s.Value.GreyRate)])]);
        if (Judge is not null)
        {
            text.WriteLine();
            text.WriteLine($"judge `{Judge.Deployment}`, prompt {Judge.Prompt}: {(Judge.Answers.Count == 0 ? "asked nothing" : string.Join(", ", Judge.Answers.Select(a => $"{a.Key} {a.Value}")))}");
        }

        if (Misses is { Count: > 0 })
        {
            text.WriteLine();
            TextTable.Write(text, ["line", "red line", "label", "style", "score"], [.. Misses.Select(m => (IReadOnlyList<string>)[m.Id, m.RedLine, m.Label, m.Style, $"{m.Score}"])]);
        }

        return text.ToString();
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(KeyValuePair<string, RedLineEval> line) =>
        line.Value.Confusion.Select(c => Row(line.Key, c.Key, c.Value));

    private IEnumerable<IReadOnlyList<string>> EasyRow() => [Row("none", "permitted", EasyNegatives)];

    private static IReadOnlyList<string> Row(string line, string label, BandCounts counts) =>
        [line, label, $"{counts.Absent}", $"{counts.Possible}", $"{counts.Likely}", Percent(counts.FlaggedRate())];

    private static string Percent(double? rate) => rate is { } share ? (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Name(RedLine line) => Name((RedLine?)line);

    private static string Name(RedLine? line) => line switch
    {
        RedLine.Surveillance => "surveillance",
        RedLine.Force => "force",
        RedLine.Decisions => "decisions",
        _ => "none",
    };
}
