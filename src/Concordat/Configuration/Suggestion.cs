namespace Concordat.Configuration;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Suggestion
{
    /// <summary>Returns <c> (did you mean `x`?)</c>, or nothing when no word is near.</summary>
    public static string For(string written, IEnumerable<string> known)
    {
        var plain = Plain(written);
        var most = Math.Max(1, plain.Length / 3);
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var word in known)
        {
            var distance = Distance(plain, Plain(word), most);
            if (distance <= most && distance < least)
            {
                (nearest, least) = (word, distance);
            }
        }

        return nearest is null ? "" : $" (did you mean `{nearest}`?)";
    }

    // `use_cases`, `use-cases` and `UseCases` are all one step of thought away from `useCases`.
    private static string Plain(string word) =>
        string.Concat(word.Where(c => c is not ('_' or '-' or ' '))).ToUpperInvariant();

    // Optimal string alignment distance: insert, delete, replace, swap neighbours.
    private static int Distance(string a, string b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most || a.Length > 64)
        {
            return int.MaxValue;
        }

        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1),
                        rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
