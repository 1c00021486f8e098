using System.Collections.Immutable;

namespace Concordat.Console.Reading;

/// <summary>A heading and what stands under it.</summary>
/// <param name="Level">2 for an article, 3 for a provision.</param>
/// <param name="Number">Number of the provision, <c>3.2</c>, where the heading begins with one.</param>
public sealed record ProseSection(int Level, string? Number, string Title, ImmutableArray<ProseBlock> Blocks)
{
    /// <summary>Name to link to within the page.</summary>
    public string Anchor => Number is not null ? $"clause-{Number}" : $"part-{Slug(Title)}";

    private static string Slug(string title) =>
        string.Concat(title.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'));
}
