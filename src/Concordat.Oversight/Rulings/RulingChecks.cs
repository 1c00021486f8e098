using System.Buffers;
using System.Collections.Frozen;
using Concordat.Agreements;
using Concordat.Agreements.Facts;
using Concordat.Cedar;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Rulings;

/// <summary>What makes a ruling or a revocation well formed by itself, whatever else is known. Each fault has its own words.</summary>
internal static class RulingChecks
{
    private const int MostItems = 32;
    private const int MostText = 500;

    private static readonly SearchValues<char> Id = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <exception cref="RulingException">The first fault.</exception>
    public static void Run(Ruling ruling)
    {
        Require(ruling.Format == Ruling.DocumentFormat, $"`format` is not `{Ruling.DocumentFormat}`");
        Require(IsId(ruling.Id), "`id` must be 1 to 64 letters, digits, `-`, `_` or `.`");
        Words(ruling.Title, "title");
        Words(ruling.Reason, "reason");
        Require(CaseId.TryParse(ruling.Case, out _), "`case` is not the id of a case");
        Require(ruling.Agreement.Length == 64 && !ruling.Agreement.AsSpan().ContainsAnyExcept(Text.LowerHex), "`agreement` is not a SHA-256 in lower hex");
        Clauses(ruling.Clauses, "clauses", least: 1);
        Clauses(ruling.Opens ?? [], "opens", least: 0);
        Require(ruling.Expires > ruling.Issued, "`expires` is not after `issued`");
        Require(ruling.Expires - ruling.Issued <= Ruling.Longest, "`expires` is more than 366 days after `issued`: a ruling is for a time");
        Bounds(ruling.Bounds);
    }

    /// <exception cref="RulingException">The first fault.</exception>
    public static void Run(RulingRevocation revocation)
    {
        Require(revocation.Format == RulingRevocation.DocumentFormat, $"`format` is not `{RulingRevocation.DocumentFormat}`");
        Require(IsId(revocation.Id), "`id` must be 1 to 64 letters, digits, `-`, `_` or `.`");
        Require(IsId(revocation.Ruling), "`ruling` is not the id of a ruling");
        Words(revocation.Reason, "reason");
    }

    // What ends up in a policy is of closed lists, or of characters that no string literal gives a meaning to.
    private static void Bounds(RulingBounds bounds)
    {
        Require(IsId(bounds.UseCase), "`bounds.useCase` is not the id of a use case");
        Known(bounds.Operations, "operation", "bounds.operations");
        Known(bounds.Sources, "sources.kinds", "bounds.sources");
        Require((bounds.AtMost?.Count ?? 0) <= MostItems, $"`bounds.atMost` has more than {MostItems} members");
        foreach (var (fact, value) in bounds.AtMost ?? FrozenDictionary<string, long>.Empty)
        {
            Require(KnownFacts.Find(fact) is { Ordinary.Kind: CedarValueKind.Long }, $"`bounds.atMost` names a fact that is no number");
            Require(value is >= 0 and <= 1_000_000_000, $"`bounds.atMost` must be from 0 to 1000000000");
        }

        Require((bounds.Only?.Count ?? 0) <= MostItems, $"`bounds.only` has more than {MostItems} members");
        foreach (var (fact, values) in bounds.Only ?? FrozenDictionary<string, IReadOnlyList<string>>.Empty)
        {
            Require(KnownFacts.Find(fact) is { Ordinary.Kind: CedarValueKind.Set, Values.Length: > 0 }, "`bounds.only` names a fact that is no set of known words");
            Known(values, fact, "bounds.only");
        }

        Require((bounds.Tools?.Count ?? 0) <= MostItems, $"`bounds.tools` has more than {MostItems} items");
        Require((bounds.Tools ?? []).All(IsId), "`bounds.tools` holds a name that is not 1 to 64 letters, digits, `-`, `_` or `.`");
    }

    private static void Clauses(IReadOnlyList<string> clauses, string name, int least)
    {
        Require(clauses.Count >= least, $"`{name}` is empty");
        Require(clauses.Count <= MostItems, $"`{name}` has more than {MostItems} items");
        Require(clauses.All(clause => ClauseId.TryParse(clause, out _)), $"`{name}` holds something that is not the number of a clause");
        Require(clauses.Distinct(StringComparer.Ordinal).Count() == clauses.Count, $"`{name}` names a clause twice");
    }

    private static void Known(IReadOnlyList<string> words, string fact, string name)
    {
        Require(words.Count is > 0 and <= MostItems, $"`{name}` must have 1 to {MostItems} items");
        Require(words.All(word => KnownFacts.Find(fact)!.Values.Contains(word, StringComparer.Ordinal)), $"`{name}` must hold only {string.Join(", ", KnownFacts.Find(fact)!.Values.Select(word => $"`{word}`"))}");
    }

    private static void Words(string text, string name) => Require(
        text.Length is > 0 and <= MostText && string.Equals(Text.Displayable(text, MostText), text, StringComparison.Ordinal),
        $"`{name}` must be one line of 1 to {MostText} characters that can be shown");

    private static bool IsId(string text) => text.Length is > 0 and <= 64 && !text.AsSpan().ContainsAnyExcept(Id);

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new RulingException(fault);
        }
    }
}
