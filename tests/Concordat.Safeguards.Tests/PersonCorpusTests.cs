using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Concordat.Safeguards.Tests;

/// <summary>What of the labelled set of persons is found, and what is found that nobody put there; the figures are a golden file.</summary>
public sealed class PersonCorpusTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonObject[] Lines =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "persons", "persons.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())];

    private static string Golden => Path.Combine(AppContext.BaseDirectory, "persons", "measured.json");

    [Fact]
    public void The_set_finds_exactly_what_is_written_down()
    {
        var kinds = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        var styles = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var line in Lines)
        {
            var expected = line["persons"]!.AsArray().Select(person => person!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
            var found = Find(line["text"]!.GetValue<string>());
            var style = Of(styles, line["style"]!.GetValue<string>());
            foreach (var person in expected.Union(found))
            {
                var column = !found.Contains(person) ? 1 : expected.Contains(person) ? 0 : 2;
                style[column]++;
                Of(kinds, person[..person.IndexOf(':', StringComparison.Ordinal)])[column]++;
            }
        }

        var measured = new JsonObject { ["lines"] = Lines.Length, ["kinds"] = Table(kinds), ["styles"] = Table(styles) }.ToJsonString(Indented);
        Assert.True(
            string.Equals(File.ReadAllText(Golden).TrimEnd(), measured, StringComparison.Ordinal),
            "what is found differs from data/persons/measured.json; it is now:\n" + measured);
    }

    [Fact]
    public void The_documentation_has_the_same_figures()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "persons", "persons-evaluation.md"));
        var measured = JsonNode.Parse(File.ReadAllText(Golden))!;
        foreach (var (name, figures) in measured["kinds"]!.AsObject().Concat(measured["styles"]!.AsObject()))
        {
            Assert.Contains($"| {name} | {figures!.GetValue<string>()} |", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_same_person_in_five_formats_counts_once()
    {
        var lines = Lines.Where(line => line["style"]!.GetValue<string>().StartsWith("same-", StringComparison.Ordinal)).ToArray();

        Assert.True(lines.Length >= 30);
        Assert.All(lines, line => Assert.Equal(
            line["persons"]!.AsArray().Select(person => person!.GetValue<string>()), Find(line["text"]!.GetValue<string>()).Order(StringComparer.Ordinal)));
    }

    private static HashSet<string> Find(string text)
    {
        var inspection = RequestInspection.Rent();
        try
        {
            inspection.InspectText(Encoding.UTF8.GetBytes(text));
            return inspection.Findings.PersonKeys.Select(key => $"{Findings.KindName(key.Kind)}:{key.Value}").ToHashSet(StringComparer.Ordinal);
        }
        finally
        {
            RequestInspection.Return(inspection);
        }
    }

    private static int[] Of(SortedDictionary<string, int[]> table, string name)
    {
        if (!table.TryGetValue(name, out var row))
        {
            table[name] = row = new int[3];
        }

        return row;
    }

    private static JsonObject Table(SortedDictionary<string, int[]> rows)
    {
        var table = new JsonObject();
        foreach (var (name, row) in rows)
        {
            table[name] = string.Create(CultureInfo.InvariantCulture, $"{row[0]} found, {row[1]} missed, {row[2]} wrong");
        }

        return table;
    }
}
