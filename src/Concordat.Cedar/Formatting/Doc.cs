namespace Concordat.Cedar.Formatting;

/// <summary>A layout before it is known where its lines break (after Wadler, "A prettier printer"). Immutable.</summary>
internal sealed class Doc
{
    public static readonly Doc Empty = new(DocKind.Concat);
    public static readonly Doc Line = new(DocKind.Line);
    public static readonly Doc SoftLine = new(DocKind.SoftLine);
    public static readonly Doc HardLine = new(DocKind.HardLine) { MustBreak = true };
    public static readonly Doc BlankLine = new(DocKind.BlankLine) { MustBreak = true };
    public static readonly Doc Space = Of(" ");

    private Doc(DocKind kind) => Kind = kind;

    public DocKind Kind { get; }

    public string Word { get; private init; } = "";

    public IReadOnlyList<Doc> Parts { get; private init; } = [];

    /// <summary>For a nest: how many columns.</summary>
    public int Columns { get; private init; }

    /// <summary>Whether it holds a comment or a hard line, and can therefore not stand on one line.</summary>
    public bool MustBreak { get; private init; }

    public static Doc Of(string word) => new(DocKind.Text) { Word = word };

    public static Doc Concat(params IReadOnlyList<Doc> parts) => With(DocKind.Concat, parts, 0);

    public static Doc Group(params IReadOnlyList<Doc> parts) => With(DocKind.Group, parts, 0);

    public static Doc Nest(int columns, params IReadOnlyList<Doc> parts) => With(DocKind.Nest, parts, columns);

    public static Doc Comment(string text, bool isTrailing) =>
        new(isTrailing ? DocKind.TrailingComment : DocKind.OwnComment) { Word = text, MustBreak = true };

    private static Doc With(DocKind kind, IReadOnlyList<Doc> parts, int columns) =>
        new(kind) { Parts = parts, Columns = columns, MustBreak = parts.Any(part => part.MustBreak) };
}
