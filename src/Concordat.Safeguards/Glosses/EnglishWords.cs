namespace Concordat.Safeguards.Glosses;

/// <summary>The English words of all glosses: several thousand common ones.</summary>
internal static class EnglishWords
{
    private static readonly Lazy<HashSet<ulong>> _words = new(() =>
        [.. Enum.GetValues<GlossLanguage>().Where(language => language != GlossLanguage.None).SelectMany(language => GlossTable.Of(language).EnglishWords)]);

    /// <summary>Whether there is a word with this hash.</summary>
    public static bool Contains(ulong hash) => _words.Value.Contains(hash);
}
