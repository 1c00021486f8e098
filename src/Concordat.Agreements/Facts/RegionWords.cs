using System.Globalization;
using System.Text.RegularExpressions;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Facts;

/// <summary>What the analysis says about facts, in the words of people: <c>in 26..49</c> is <c>26 to 49</c>.</summary>
internal static partial class RegionWords
{
    /// <summary>What a condition says about its fact; a form that nobody foresaw stays as the analysis wrote it.</summary>
    public static string Of(RegionCondition condition)
    {
        var path = PathOf(condition);
        var text = condition.Text.Replace(path + " ", "", StringComparison.Ordinal);
        return text == path ? "yes" : text == "!" + path ? "no" : Words(text, KnownFacts.Find(path));
    }

    /// <summary>The fact that a condition is about, as <c>persons.presumedUs</c>.</summary>
    public static string PathOf(RegionCondition condition) =>
        condition.Path.StartsWith("context.", StringComparison.Ordinal) ? condition.Path["context.".Length..] : condition.Path;

    /// <summary>Items with commas and a last word between them.</summary>
    public static string Join(IEnumerable<string> items, string word)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} {word} {all[^1]}";
    }

    private static string Words(string text, KnownFact? fact)
    {
        if (text.StartsWith('(') && text.EndsWith(')'))
        {
            return string.Join(" or ", text[1..^1].Split(" or ").Select(part => Words(part, fact)));
        }

        return string.Join(" and ", text.Split(" and ").Select(part => Part(part, fact)));
    }

    private static string Part(string text, KnownFact? fact)
    {
        var range = Range().Match(text);
        if (range.Success)
        {
            return RangeWords(range, fact);
        }

        var (word, rest) = text.Split(' ', 2) is [var first, var second] ? (first, second) : (text, "");
        return (word, rest.StartsWith("all of ", StringComparison.Ordinal), rest.StartsWith("none of ", StringComparison.Ordinal)) switch
        {
            ("==", _, _) when rest == "[]" => "none",
            ("==", _, _) => List(rest, "and"),
            ("!=", _, _) when rest == "[]" => "any",
            ("!=", _, _) when rest == "\"\"" => "given",
            ("!=", _, _) when fact is { Values.IsEmpty: false } => Join(fact.Values.Where(value => rest != $"\"{value}\""), "or"),
            ("!=", _, _) => "not " + List(rest, "or"),
            ("in", _, _) => List(rest, "or"),
            ("not", _, _) when rest.StartsWith("in ", StringComparison.Ordinal) => "not " + List(rest["in ".Length..], "or"),
            ("not", _, _) when rest.StartsWith("like ", StringComparison.Ordinal) => "not written as " + Plain(rest["like ".Length..]),
            ("like", _, _) => "written as " + Plain(rest),
            ("within", _, _) => "only " + List(rest, "or"),
            ("with", true, _) => "among them " + List(rest["all of ".Length..], "and"),
            ("with", _, true) => "not " + List(rest["none of ".Length..], "or"),
            ("with", _, _) when rest.StartsWith("any of ", StringComparison.Ordinal) => "among them " + List(rest["any of ".Length..], "or"),
            ("with", _, _) when rest.StartsWith("an element other than ", StringComparison.Ordinal) => "among them another than those named",
            ("with", _, _) => "among them " + List(rest, "and"),
            ("without", _, _) => "not " + List(rest, "or"),
            _ => text,
        };
    }

    // == 5, != 5, <= 25, >= 26, in 26..49 or 60..
    private static string RangeWords(Match range, KnownFact? fact)
    {
        var (low, high) = range.Groups["op"].Value switch
        {
            "==" => (range.Groups["n"].Value, range.Groups["n"].Value),
            "<=" => ("", range.Groups["n"].Value),
            ">=" => (range.Groups["n"].Value, ""),
            "!=" => ("", ""),
            _ => (range.Groups["low"].Value, range.Groups["high"].Value),
        };
        return (low, high, Strength(low, high, fact)) switch
        {
            ("", "", _) => $"not {range.Groups["n"].Value}",
            ("", "0", _) => "none",
            ("", _, { } strength) => $"at most {strength} (up to {high})",
            ("", _, _) => $"up to {high}",
            (_, "", "strong") => $"strong ({low} or more)",
            (_, "", { } strength) => $"at least {strength} ({low} or more)",
            (_, "", _) => $"{low} or more",
            ("0", "0", _) => "none",
            _ when low == high => low,
            (_, _, { } strength) => $"{strength} ({low} to {high})",
            _ => $"{low} to {high}",
        };
    }

    private static string? Strength(string low, string high, KnownFact? fact)
    {
        if (fact is not { IsSuspicion: true })
        {
            return null;
        }

        var from = Word(low.Length == 0 ? high : low);
        var to = Word(high.Length == 0 ? low : high);
        return from == to ? from : $"{from} to {to}";

        static string Word(string score) => FactWords.Strength(long.Parse(score, CultureInfo.InvariantCulture));
    }

    private static string List(string text, string word)
    {
        var items = Quoted().Matches(text).Select(match => match.Groups["text"].Value).Select(item => item.Length == 0 ? "nothing" : item).ToList();
        return items.Count == 0 ? text : Join(items, word);
    }

    private static string Plain(string pattern) => pattern.Trim('"').Replace("*", "…", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^((?<op>==|!=|<=|>=) (?<n>-?[0-9]+)|in (?<low>-?[0-9]*)\.\.(?<high>-?[0-9]*))$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Range();

    [GeneratedRegex("\"(?<text>[^\"]*)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
