namespace Concordat.Agreements.Documents;

/// <summary>Where something stands in JSON that people wrote; line and column from 1, both 0 where it does not stand.</summary>
internal static class JsonPlace
{
    /// <summary>Where the first property of that name stands.</summary>
    public static (int Line, int Column) OfProperty(string json, string name)
    {
        var at = Find(json, name, 0);
        return at < 0 ? default : At(json, at);
    }

    /// <summary>Where the property stands that has that text as its value.</summary>
    public static (int Line, int Column) OfValue(string json, string name, string value)
    {
        for (var at = Find(json, name, 0); at >= 0; at = Find(json, name, at + 1))
        {
            var rest = json.AsSpan(at + name.Length + 2).TrimStart();
            if (rest.StartsWith(":") && rest[1..].TrimStart().StartsWith($"\"{value}\""))
            {
                return At(json, at);
            }
        }

        return default;
    }

    private static int Find(string json, string name, int from) => json.IndexOf($"\"{name}\"", from, StringComparison.Ordinal);

    private static (int Line, int Column) At(string text, int offset)
    {
        var before = text.AsSpan(0, offset);
        return (before.Count('\n') + 1, offset - before.LastIndexOf('\n'));
    }
}
