using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Concordat.Oversight.Grants;

/// <summary>The text that an approver reads, made from the very bytes that are hashed and from nothing else.</summary>
/// <remarks>
/// One line for each value, by its JSON path. Whatever could deceive a reader (control, formatting and invisible characters, half
/// characters) is written as an escape, so that two different actions never look the same.
/// </remarks>
public static class ActionText
{
    /// <summary>What a person looks for first; all else follows by name.</summary>
    private static readonly string[] First =
        ["type", "clauses", "unmask", "tool", "arguments", "argumentsBase64", "content", "deployment", "label", "requester", "quorum", "notBefore", "expires"];

    /// <summary>The text for a canonical action; lines end with a line feed.</summary>
    /// <exception cref="FormatException">The document is not JSON.</exception>
    public static string Render(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document);
            var text = new StringBuilder(2048);
            var root = parsed.RootElement;
            text.Append("You are asked to decide on exactly this, once:\n\n");
            if (root.TryGetProperty("view", out var view))
            {
                text.Append("What was said, shortened, and with the identifiers of persons taken out (the whole of it is what `content` below stands for):\n\n");
                foreach (var said in view.EnumerateArray())
                {
                    Line(text, Safe(said.GetProperty("at").GetString()!), said.GetProperty("text").GetString()!);
                }

                text.Append('\n');
            }

            foreach (var name in First)
            {
                if (root.TryGetProperty(name, out var value))
                {
                    Write(text, name, value, all: true);
                }
            }

            text.Append('\n');
            foreach (var member in root.EnumerateObject())
            {
                if (member.Name is not ("seen" or "view") && !First.Contains(member.Name, StringComparer.Ordinal))
                {
                    Write(text, member.Name, member.Value, all: true);
                }
            }

            if (root.TryGetProperty("seen", out var seen))
            {
                text.Append("\nWhat the safeguards found (what is zero, no or empty is left out):\n\n");
                Write(text, "", seen, all: false);
            }

            text.Append(CultureInfo.InvariantCulture, $"\nSHA-256 of this action: {Convert.ToHexStringLower(SHA256.HashData(document.Span))}\n");
            return text.ToString();
        }
        catch (JsonException fault)
        {
            throw new FormatException("the action is not JSON", fault);
        }
    }

    /// <summary>SHA-256 of a text in UTF-8, lower hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <param name="all">Whether values that say nothing, such as zero and false, are written too.</param>
    private static void Write(StringBuilder text, string path, JsonElement value, bool all)
    {
        if (!all && value.GetRawText() is ("0" or "false" or "[]"))
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var member in value.EnumerateObject())
                {
                    Write(text, path + Step(member.Name, path.Length == 0), member.Value, all);
                }

                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                var i = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Write(text, string.Create(CultureInfo.InvariantCulture, $"{path}[{i++}]"), item, all);
                }

                break;
            case JsonValueKind.String:
                Line(text, path, value.GetString()!);
                if (path is "argumentsBase64" && value.TryGetBytesFromBase64(out var bytes))
                {
                    Line(text, "arguments, read as UTF-8", Encoding.UTF8.GetString(bytes));
                }

                break;
            default:
                text.Append("  ").Append(path).Append(": ").Append(value.GetRawText()).Append('\n');
                break;
        }
    }

    private static void Line(StringBuilder text, string path, string value) =>
        text.Append("  ").Append(path).Append(": \"").Append(Safe(value)).Append(Ascii.IsValid(value) ? "\"\n" : "\" (not all of it is plain ASCII)\n");

    /// <summary>A name that could be taken for a path stands in brackets and quotes.</summary>
    private static string Step(string name, bool first)
    {
        var plain = name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        return !plain ? $"[\"{Safe(name)}\"]" : first ? name : "." + name;
    }

    private static string Safe(string value)
    {
        var safe = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || (category is UnicodeCategory.SpaceSeparator && rune.Value != ' ') || rune.Value is '"' or '\\')
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                safe.Append(rune.ToString());
            }
        }

        return safe.ToString();
    }
}
