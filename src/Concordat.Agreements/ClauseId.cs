using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Concordat.Agreements;

/// <summary>The number of a clause: article and number within it, as in <c>2.1</c>; ordered as people count, so that 2.9 comes before 2.10.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ClauseId(int Article, int Number) : IComparable<ClauseId>
{
    /// <summary>Reads <c>2.1</c>: two numbers from 1 to 999 without leading zeros.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ClauseId id)
    {
        id = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 0 || !TryNumber(text.AsSpan(0, dot), out var article) || !TryNumber(text.AsSpan(dot + 1), out var number))
        {
            return false;
        }

        id = new ClauseId(article, number);
        return true;
    }

    /// <summary>Reads <c>2.1</c>.</summary>
    /// <exception cref="FormatException">The text is not the number of a clause.</exception>
    public static ClauseId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"`{text}` is not the number of a clause, such as `2.1`");

    /// <inheritdoc/>
    public int CompareTo(ClauseId other) => Article != other.Article ? Article.CompareTo(other.Article) : Number.CompareTo(other.Number);

    /// <summary>Whether it comes before the other.</summary>
    public static bool operator <(ClauseId left, ClauseId right) => left.CompareTo(right) < 0;

    /// <summary>Whether it comes after the other.</summary>
    public static bool operator >(ClauseId left, ClauseId right) => left.CompareTo(right) > 0;

    /// <summary>Whether it does not come after the other.</summary>
    public static bool operator <=(ClauseId left, ClauseId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether it does not come before the other.</summary>
    public static bool operator >=(ClauseId left, ClauseId right) => left.CompareTo(right) >= 0;

    /// <summary>The written form, <c>2.1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Article}.{Number}");

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and < 1000 && text[0] != '0';
}
