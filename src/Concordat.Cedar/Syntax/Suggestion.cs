namespace Concordat.Cedar.Syntax;

/// <summary>Finds the known name that a misspelt one probably means.</summary>
internal static class Suggestion
{
    private const int LongestCompared = 64;

    /// <summary>"did you mean …?", or null when nothing is near.</summary>
    public static string? DidYouMean(string written, IEnumerable<string> known) => DidYouMean(written, known, name => name);

    /// <summary>"did you mean …?", with the name shown as the caller writes it.</summary>
    public static string? DidYouMean(string written, IEnumerable<string> known, Func<string, string> shown) =>
        Nearest(written, known) is { } name ? $"did you mean `{shown(name)}`?" : null;

    public static string? Nearest(string written, IEnumerable<string> known)
    {
        if (written.Length > LongestCompared)
        {
            return null;
        }

        string? best = null;
        var bestDistance = Math.Max(1, written.Length / 3) + 1;
        foreach (var name in known)
        {
            if (name.Length > LongestCompared || string.Equals(name, written, StringComparison.Ordinal))
            {
                continue;
            }

            var distance = string.Equals(name, written, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(written, name);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best;
    }

    /// <summary>How many characters to insert, delete, replace or swap with the next.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[3][];
        for (var i = 0; i < 3; i++)
        {
            rows[i] = new int[b.Length + 1];
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0][j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var (row, above, beyond) = (rows[i % 3], rows[(i - 1) % 3], rows[(i + 1) % 3]);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beyond[j - 2] + 1);
                }
            }
        }

        return rows[a.Length % 3][b.Length];
    }
}
