namespace Concordat.Agreements.Differing;

/// <summary>Reads prose as sections; where lines break makes no difference.</summary>
internal static class ProseSections
{
    public static List<ProseSection> Read(string markdown)
    {
        var sections = new List<ProseSection>();
        var heading = "Parties";
        var words = new List<string>();
        foreach (var line in markdown.Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                Close();
                heading = line.TrimStart('#').Trim();
            }
            else
            {
                words.AddRange(line.Replace("**", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }
        }

        Close();
        return sections;

        void Close()
        {
            if (words.Count > 0 || heading.StartsWith("Article ", StringComparison.Ordinal))
            {
                sections.Add(new ProseSection(heading, string.Join(' ', words)));
            }

            words.Clear();
        }
    }
}
