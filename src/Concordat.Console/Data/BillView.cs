namespace Concordat.Console.Data;

/// <summary>A bill of materials.</summary>
/// <param name="Hash">SHA-256, lower hex; null where it cannot be read.</param>
/// <param name="Doubts">Why it is not known to be whole, or why it cannot be read; empty where a signed statement vouches for it and it leaves nothing open.</param>
public sealed record BillView(string? Hash, int Components, string Doubts);
