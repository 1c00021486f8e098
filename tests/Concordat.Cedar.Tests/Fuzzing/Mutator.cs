using System.Text;

namespace Concordat.Cedar.Tests.Fuzzing;

/// <summary>Spoils texts: cuts, doubles, swaps, splices and nests parts of them, and puts in words of the language or odd characters.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<string> pool)
{
    private static readonly string[] Words =
    [
        "permit", "forbid", "(", ")", "{", "}", "[", "]", "<", ">", ",", ";", ":", "::", ".", "?", "@", "!", "-", "+", "*", "/", "%", "=", "==", "!=", "<=", "&&", "||",
        "principal", "action", "resource", "context", "when", "unless", "if", "then", "else", "in", "is", "has", "like", "true", "false", "?principal", "?resource", "?x",
        "contains", "containsAll", "isEmpty()", "getTag(\"a\")", "hasTag(\"a\")", "ip(\"::1\")", "decimal(\"1.0\")", "datetime(\"2024-02-30\")", "duration(\"1d\")", "toDate()",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "0", "00", "\"\"", "\"\\u{0}\"", "\"\\u{110000}\"", "\"\\x80\"", "\"*\"", "\"\\*\"", "//", "// c\n", "\n", "\r", "\t",
        "\0", "\u00a0", "\u202e", "\ufeff", "\ud800", "\U0001F600", "\\", "__cedar", "__cedar::Long", "Action::\"a\"", "User::\"a\"", "A::B::C", "namespace", "entity", "type", "appliesTo", "Set<", "enum", "tags", "Long",
        "{\"__entity\":", "{\"__extn\":", "{\"__expr\":", "null", "1e400", "1.5", "\"type\":\"\"", "\"uid\":", "{}", "[]", "#", "$", "'", "`",
    ];

    public string Mutate(string text)
    {
        for (var times = random.Next(3) == 0 ? 2 + random.Next(4) : 1; times > 0; times--)
        {
            text = Once(text);
        }

        return text.Length > 20_000 ? text[..20_000] : text;
    }

    private string Once(string text)
    {
        var (from, to) = Range(text.Length);
        var part = text[from..to];
        return random.Next(11) switch
        {
            0 => text.Remove(from, to - from),
            1 => text.Insert(from, part),
            2 => text.Insert(to, Word()),
            3 => string.Concat(text.AsSpan(0, from), Word(), text.AsSpan(to)),
            4 => text.Insert(from, Splice()),
            5 => string.Concat(text.AsSpan(0, from), Nested(part), text.AsSpan(to)),
            6 => from < text.Length ? string.Concat(text.AsSpan(0, from), ((char)random.Next(random.Next(3) == 0 ? 0x10000 : 0x80)).ToString(), text.AsSpan(from + 1)) : text,
            7 => text.Insert(from, Repeated(part.Length is > 0 and < 40 ? part : Word(), 1 + random.Next(400))),
            8 => text[..from],
            9 => text.Insert(random.Next(text.Length + 1), part),
            _ => text.Replace(Word(), Word(), StringComparison.Ordinal),
        };
    }

    private (int From, int To) Range(int length)
    {
        var from = random.Next(length + 1);
        return (from, Math.Min(length, from + random.Next(random.Next(4) == 0 ? 200 : 12)));
    }

    private string Splice()
    {
        var other = pool[random.Next(pool.Count)];
        var (from, to) = Range(other.Length);
        return other[from..to];
    }

    private string Nested(string part)
    {
        var (open, close) = random.Next(5) switch { 0 => ("(", ")"), 1 => ("[", "]"), 2 => ("{a:", "}"), 3 => ("if true then ", " else false"), _ => ("!", "") };
        var depth = 1 + random.Next(random.Next(5) == 0 ? 300 : 6);
        return Repeated(open, depth) + part + Repeated(close, depth);
    }

    private string Word() => Words[random.Next(Words.Length)];

    private static string Repeated(string part, int times) => new StringBuilder(part.Length * times).Insert(0, part, times).ToString();
}
