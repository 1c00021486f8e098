using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Concordat.Safeguards.Labels;

/// <summary>Reads the confidentiality label of ADatP-4774 (STANAG 4774) from its XML or its JSON form, wherever a text holds one.</summary>
/// <remarks>
/// Tolerant: what a reader would take for the policy, the classification and the categories counts, however the rest is written. A policy
/// that is neither NATO's nor the U.S. one cannot be measured against the network and makes the label malformed.
/// </remarks>
internal static class StanagLabelReader
{
    /// <summary>Longest label that is read, in bytes.</summary>
    public const int MaxLength = 4096;

    private static readonly SearchValues<char> _valueEnds = SearchValues.Create("\"'\\<>,{}");

    private static readonly (string Name, int Rank)[] _levels =
        [("UNCLASSIFIED", 1), ("UNMARKED", 1), ("CUI", 2), ("RESTRICTED", 3), ("CONFIDENTIAL", 3), ("SECRET", 4), ("TOP SECRET", 5)];

    /// <summary>Reads the label that follows the name <c>ConfidentialityInformation</c>; null when there is no classification.</summary>
    public static ClassificationMark? Read(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MaxLength)]);
        string? policy = null, level = null, tag = null;
        var (controls, nations) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        var (values, permissive, informative) = (new List<string>(), false, false);
        var at = 0;
        while (NextMember(text, ref at, out var name, out var found))
        {
            switch (name)
            {
                case "PolicyIdentifier":
                    policy ??= found[0];
                    break;
                case "Classification":
                    level ??= found[0];
                    break;
                case "TagName":
                    // in JSON the values may stand before their name
                    tag = found[0];
                    break;
                case "Type":
                    permissive = found[0] is "PERMISSIVE";
                    informative = found[0] is "INFORMATIVE";
                    break;
                case "GenericValue" or "GenericValues" or "CountryCode" or "CountryCodes":
                    values.AddRange(found);
                    break;
                case "Category":
                    Settle();
                    break;
            }
        }

        Settle();
        return level is null ? null : Mark(policy, level, controls, nations);

        void Settle()
        {
            if (permissive || tag?.Contains("RELEASABLE", StringComparison.Ordinal) == true)
            {
                nations.UnionWith(values);
            }
            else if (!informative)
            {
                controls.UnionWith(values);
            }

            (tag, permissive, informative) = (null, false, false);
            values.Clear();
        }
    }

    private static ClassificationMark Mark(string? policy, string level, SortedSet<string> controls, SortedSet<string> nations)
    {
        var nato = policy is "NATO" or "NATO/EAPC" || level.StartsWith("NATO ", StringComparison.Ordinal) || level.StartsWith("COSMIC ", StringComparison.Ordinal);
        var american = policy is "USA" or "US" or "U.S.";
        var bare = level.Replace("NATO ", "", StringComparison.Ordinal).Replace("COSMIC ", "", StringComparison.Ordinal);
        var rank = Array.Find(_levels, known => string.Equals(known.Name, bare, StringComparison.Ordinal)).Rank;
        var compartments = controls.Where(MarkOrder.IsCompartment).ToImmutableArray();
        if (nato)
        {
            controls.Add(MarkLexicon.Nato);
        }

        if (nations.Count > 0)
        {
            controls.Add("REL TO");
        }
        else if (nato)
        {
            nations.Add("NATO");
        }

        var released = nations.SelectMany(MarkLexicon.Nations).Distinct(StringComparer.Ordinal).ToImmutableArray();
        var malformed = rank == 0 || !(nato || american);
        return new ClassificationMark(
            rank == 0 ? 5 : rank, [.. controls], nations.Count == 0 ? default : released, compartments, IsPortion: false, malformed);
    }

    /// <summary>Finds the next known member, attribute or element and what it says, in capitals but for names of types.</summary>
    private static bool NextMember(string text, ref int at, out string name, out string[] values)
    {
        (name, values) = ("", []);
        while (at < text.Length)
        {
            if (!char.IsAsciiLetter(text[at]))
            {
                if (text[at++] == '}')
                {
                    // in JSON a category ends with its object
                    (name, values) = ("Category", [""]);
                    return true;
                }

                continue;
            }

            var start = at;
            while (at < text.Length && char.IsAsciiLetter(text[at]))
            {
                at++;
            }

            name = text[start..at];
            if (name is not ("PolicyIdentifier" or "Classification" or "TagName" or "Type" or "GenericValue" or "GenericValues" or "CountryCode" or "CountryCodes" or "Category"))
            {
                continue;
            }

            if (IsEndTag(text, start))
            {
                if (name is "Category")
                {
                    values = [""];
                    return true;
                }

                continue;
            }

            values = name is "Category" ? [] : Values(text, ref at);
            if (values.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEndTag(string text, int start)
    {
        if (start > 0 && text[start - 1] == ':')
        {
            start--;
            while (start > 0 && char.IsAsciiLetterOrDigit(text[start - 1]))
            {
                start--;
            }
        }

        return start > 0 && text[start - 1] == '/';
    }

    /// <summary>What stands behind a name: an attribute, a JSON string or list of them, or an element's text.</summary>
    private static string[] Values(string text, ref int at)
    {
        var from = at;
        while (from < text.Length && text[from] is '"' or '\'' or '=' or ':' or ' ' or '\t' or '\n' or '\r' or '\\')
        {
            from++;
        }

        var assigned = text.AsSpan(at, from - at).ContainsAny('=', ':');
        if (assigned && from < text.Length && text[from] == '[')
        {
            var close = text.IndexOf(']', from);
            close = close < 0 ? text.Length : close;
            at = close;
            return Clean(text[(from + 1)..close].Split(','));
        }

        int end;
        if (assigned)
        {
            end = text.AsSpan(from).IndexOfAny(_valueEnds);
        }
        else
        {
            var open = text.AsSpan(at).IndexOfAny("<>{}");
            if (open < 0 || text[at + open] != '>')
            {
                return [];
            }

            from = at + open + 1;
            end = text.AsSpan(from).IndexOfAny("<>");
        }

        at = end < 0 ? text.Length : from + end;
        return Clean([text[from..at]]);
    }

    private static string[] Clean(string[] values) =>
        [.. values.Select(value => value.Trim(' ', '"', '\'', '\\', '\t', '\r', '\n').ToUpperInvariant()).Where(value => value.Length > 0)];
}
