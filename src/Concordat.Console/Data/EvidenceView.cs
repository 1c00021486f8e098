namespace Concordat.Console.Data;

/// <summary>What a deployment proves now.</summary>
/// <param name="Kind">What kind of evidence is asked of it.</param>
/// <param name="Hash">SHA-256 of the evidence that counts, lower hex; null while there is none.</param>
/// <param name="Expires">Until when it counts.</param>
/// <param name="Fault">Why the newest attempt failed; null where it did not.</param>
public sealed record EvidenceView(string Kind, string? Hash, DateTimeOffset? Expires, string? Fault);
