using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Concordat.Agreements.Tests.Kit;

/// <summary>One row of the case table: facts, and what the agreement must say about them.</summary>
internal sealed record AgreementCase(string File, string Name, string Action, JsonObject? Facts, string Verdict, string? Remedy, ImmutableArray<string> Clauses)
{
    public static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "cases", "agreements");

    public static ImmutableArray<AgreementCase> All { get; } = [.. Read()];

    private static IEnumerable<AgreementCase> Read()
    {
        foreach (var path in Directory.EnumerateFiles(System.IO.Path.Combine(Folder, "base"), "*.json").Order(StringComparer.Ordinal))
        {
            foreach (var row in JsonNode.Parse(System.IO.File.ReadAllText(path))!.AsArray())
            {
                var verdict = row!["verdict"]?.GetValue<string>() ?? "permit";
                yield return new AgreementCase(
                    System.IO.Path.GetFileName(path),
                    row["name"]!.GetValue<string>(),
                    row["action"]?.GetValue<string>() ?? "request",
                    row["facts"]?.AsObject(),
                    verdict,
                    row["remedy"]?.GetValue<string>() ?? (verdict is "permit" ? null : "refuse"),
                    [.. row["clauses"]?.AsArray().Select(clause => clause!.GetValue<string>()) ?? []]);
            }
        }
    }

    /// <summary>What is wrong with a verdict, or nothing.</summary>
    public string? Complaint(Verdict verdict)
    {
        var expected = $"{Verdict} {Remedy} [{string.Join(", ", Clauses)}]";
        var actual = $"{verdict.Kind.ToString().ToLowerInvariant()} {(verdict.Remedy is { } remedy ? RemedyNames.Of(remedy) : null)} "
            + $"[{string.Join(", ", verdict.Clauses.Select(deciding => deciding.Clause.Id))}]";
        return string.Equals(expected, actual, StringComparison.Ordinal) ? null : $"{File}: {Name}: expected {expected}, got {actual}";
    }
}
