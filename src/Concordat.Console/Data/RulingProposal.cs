namespace Concordat.Console.Data;

/// <summary>What a reviewer says of a ruling that they propose; its bounds come from the case.</summary>
public sealed record RulingProposal(string Id, string Title, string Reason, int Days);
