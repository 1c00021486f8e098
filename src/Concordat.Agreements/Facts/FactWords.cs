using System.Globalization;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;

namespace Concordat.Agreements.Facts;

/// <summary>Facts in the words of people: no paths, no operators.</summary>
internal static class FactWords
{
    /// <summary>A fact and its value: <c>presumed U.S. persons in the text: 26</c>.</summary>
    public static string Of(string path, CedarValue value) => $"{Name(path)}: {Value(path, value)}";

    /// <summary>What a fact is called; one that nobody knows by its path.</summary>
    public static string Name(string path) => KnownFacts.Find(path)?.Words ?? path;

    /// <summary>The moment of decision that an action is.</summary>
    public static string Moment(EntityUid action) =>
        action.Equals(AgreementActions.Request) ? "a prompt"
        : action.Equals(AgreementActions.Answer) ? "an answer"
        : action.Equals(AgreementActions.ToolCall) ? "a tool call"
        : action.Id;

    /// <summary>The same for many.</summary>
    public static string Moments(EntityUid action) =>
        action.Equals(AgreementActions.Request) ? "prompts"
        : action.Equals(AgreementActions.Answer) ? "answers"
        : action.Equals(AgreementActions.ToolCall) ? "tool calls"
        : action.Id;

    /// <summary>How strong a suspicion is.</summary>
    public static string Strength(long score) => score < 40 ? "ordinary" : score < 70 ? "raised" : "strong";

    private static string Value(string path, CedarValue value) => value.Kind switch
    {
        CedarValueKind.Bool => value.AsBool ? "yes" : "no",
        CedarValueKind.Long when KnownFacts.Find(path) is { IsSuspicion: true } =>
            string.Create(CultureInfo.InvariantCulture, $"{value.AsLong} ({Strength(value.AsLong)})"),
        CedarValueKind.Long => value.AsLong.ToString(CultureInfo.InvariantCulture),
        CedarValueKind.String => value.AsString.Length == 0 ? "none" : value.AsString,
        CedarValueKind.Set when value.AsSet.Count == 0 => "none",
        CedarValueKind.Set => string.Join(", ", value.AsSet.Select(element => element.Kind == CedarValueKind.String ? element.AsString : element.ToString()!)
            .Order(StringComparer.Ordinal)),
        _ => value.ToString() ?? "",
    };
}
