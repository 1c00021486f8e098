namespace Concordat.Console.Data;

/// <summary>A clause that decided, in the words that the caller was given.</summary>
public sealed record DecidingClauseView(string Id, string Title, string Because, string WouldChange);
