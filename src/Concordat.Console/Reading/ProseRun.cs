namespace Concordat.Console.Reading;

/// <summary>A stretch of text in one style.</summary>
public readonly record struct ProseRun(string Text, ProseStyle Style);
