using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Tests.Kit;

/// <summary>Amendments of the base agreement, by replacing words of one clause.</summary>
internal static class Amendment
{
    /// <summary>The base agreement as it would have read before March 2026.</summary>
    public static AgreementSource BeforeMarch { get; } = AgreementSource.Read(
        Path.Combine(AppContext.BaseDirectory, "agreements", "examples", "before-march-2026")).Source!;

    /// <summary>Replaces words within one clause.</summary>
    public static AgreementSource Of(string clause, string from, string to) => Of(BaseFolder.Source, clause, from, to);

    /// <summary>The same for an agreement that was amended already.</summary>
    public static AgreementSource Of(AgreementSource source, string clause, string from, string to)
    {
        var (start, end) = Bounds(source, clause);
        var text = source.Clauses[start..end];
        Assert.Contains(from, text, StringComparison.Ordinal);
        return source with { Clauses = source.Clauses[..start] + text.Replace(from, to, StringComparison.Ordinal) + source.Clauses[end..] };
    }

    /// <summary>Adds an exception to a clause.</summary>
    public static AgreementSource WithException(string clause, string condition)
    {
        var (start, end) = Bounds(BaseFolder.Source, clause);
        var text = BaseFolder.Source.Clauses[start..end];
        return BaseFolder.Source with
        {
            Clauses = BaseFolder.Source.Clauses[..start] + text.TrimEnd()[..^1] + $"\nunless {{ {condition} }};\n\n" + BaseFolder.Source.Clauses[end..],
        };
    }

    /// <summary>Strikes a clause, and its provision.</summary>
    public static AgreementSource Without(string clause)
    {
        var (start, end) = Bounds(BaseFolder.Source, clause);
        var prose = BaseFolder.Source.Prose;
        var from = prose.IndexOf($"### {clause} ", StringComparison.Ordinal);
        var to = prose.IndexOf("\n#", from, StringComparison.Ordinal) + 1;
        return BaseFolder.Source with
        {
            Clauses = BaseFolder.Source.Clauses[..start] + BaseFolder.Source.Clauses[end..],
            Prose = prose[..from] + prose[to..],
        };
    }

    private static (int Start, int End) Bounds(AgreementSource source, string clause)
    {
        var start = source.Clauses.IndexOf($"@clause(\"{clause}\")", StringComparison.Ordinal);
        Assert.True(start >= 0, clause);
        return (start, source.Clauses.IndexOf("\n};", start, StringComparison.Ordinal) is var block && source.Clauses.IndexOf(" };\n", start, StringComparison.Ordinal) is var line
            ? (block < 0 ? line + 3 : line < 0 ? block + 3 : Math.Min(block, line) + 3)
            : start);
    }
}
