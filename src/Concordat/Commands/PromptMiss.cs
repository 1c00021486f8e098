namespace Concordat.Commands;

/// <summary>A line that came out otherwise than labelled.</summary>
internal sealed record PromptMiss(string Id, string RedLine, string Label, string Style, long Score);
