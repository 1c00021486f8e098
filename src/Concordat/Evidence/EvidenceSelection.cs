using System.Text.Json;

namespace Concordat.Evidence;

/// <summary>Which entries an evidence package is about; what is left null does not narrow it.</summary>
/// <param name="Case">Entries that opened or used this case.</param>
/// <param name="Clause">Entries that this clause decided.</param>
/// <param name="First">Entries from this index on.</param>
/// <param name="Last">Entries up to this index.</param>
/// <param name="From">Entries of this time or later, as they write it.</param>
/// <param name="To">Entries before this time, as they write it.</param>
internal sealed record EvidenceSelection(string? Case, string? Clause, long? First, long? Last, string? From, string? To)
{
    public bool Matches(long index, JsonElement entry)
    {
        var time = entry.GetProperty("time").GetString();
        return (First is not { } first || index >= first) && (Last is not { } last || index <= last)
            && (From is null || string.CompareOrdinal(time, From) >= 0) && (To is null || string.CompareOrdinal(time, To) < 0)
            && (Case is null || Parts(entry).Any(part => part.TryGetProperty("case", out var named) && named.ValueEquals(Case)))
            && (Clause is null || Parts(entry).Any(part => part.TryGetProperty("clauses", out var clauses) && clauses.EnumerateArray().Any(c => c.ValueEquals(Clause))));
    }

    public override string ToString()
    {
        string?[] words =
        [
            Case is null ? null : $"case {Case}", Clause is null ? null : $"clause {Clause}", First is null ? null : $"from entry {First}",
            Last is null ? null : $"to entry {Last}", From is null ? null : $"from {From}", To is null ? null : $"before {To}",
        ];
        return string.Join(", ", words.Where(static w => w is not null));
    }

    private static IEnumerable<JsonElement> Parts(JsonElement entry) =>
        entry.TryGetProperty("calls", out var calls) ? calls.EnumerateArray().Prepend(entry) : [entry];
}
