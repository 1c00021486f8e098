namespace Concordat.Configuration;

/// <summary>A single value; its type is decided by the key it stands under, never guessed from its spelling.</summary>
/// <param name="Line">Line of the first character.</param>
/// <param name="Column">Column of the first character.</param>
/// <param name="Text">The value as a text.</param>
/// <param name="Quoted">Whether it was written in quotes or as a block.</param>
internal sealed record ScalarNode(int Line, int Column, string Text, bool Quoted) : ConfigurationNode(Line, Column)
{
    /// <summary>Nothing, <c>~</c> or <c>null</c>, not quoted.</summary>
    public bool IsEmpty => !Quoted && Text is ("" or "~" or "null");
}
