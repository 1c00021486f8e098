namespace Concordat.Safeguards.Topics;

/// <summary>Writes out the forms of a word marked <c>~</c> in the data file: plural or third person, past, and -ing form.</summary>
internal static class WordForms
{
    public static IEnumerable<string> Of(string word)
    {
        if (!word.EndsWith('~'))
        {
            return [word];
        }

        var stem = word[..^1];
        if (stem.EndsWith('e'))
        {
            return [stem, stem + "s", stem + "d", stem[..^1] + "ing"];
        }

        if (stem.EndsWith('y') && stem.Length > 2 && !"aeiou".Contains(stem[^2], StringComparison.Ordinal))
        {
            return [stem, stem[..^1] + "ies", stem[..^1] + "ied", stem + "ing"];
        }

        if (stem.EndsWith('s') || stem.EndsWith('x') || stem.EndsWith("ch", StringComparison.Ordinal) || stem.EndsWith("sh", StringComparison.Ordinal))
        {
            return [stem, stem + "es", stem + "ed", stem + "ing"];
        }

        return [stem, stem + "s", stem + "ed", stem + "ing"];
    }
}
