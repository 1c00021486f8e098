namespace Concordat.RedLines;

/// <summary>One line of the corpus, and what was made of its text.</summary>
internal sealed record CorpusLine(string Id, int RedLine, string Label, string Style, string Language, string Author, string Text)
{
    /// <summary>Number of a line that resembles no red line.</summary>
    public const int None = -1;

    /// <summary>The windows that the scanner cuts the text into.</summary>
    public IReadOnlyList<CorpusWindow> Windows { get; set; } = [];

    /// <summary>The window that speaks for the line in training: of a long text, the most suspicious one.</summary>
    public CorpusWindow? Telling { get; set; }

    /// <summary>What the line says about a red line, and how much it counts: a violation of another red line says nothing.</summary>
    public (float Wanted, float Weight) For(int redLine) => Label switch
    {
        "violation" => RedLine == redLine ? (1, 1) : (0, 0),
        "permitted" when RedLine == redLine => (0, 1),
        "permitted" => (0, RedLine == None ? 0.8f : 0.4f),
        _ => (0, 0),
    };
}
