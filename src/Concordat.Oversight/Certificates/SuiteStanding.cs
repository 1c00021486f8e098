namespace Concordat.Oversight.Certificates;

/// <summary>The newest certificate of a use case, and what has become of it.</summary>
/// <param name="Fault">Why it says nothing of what is in force now; null where it stands.</param>
/// <param name="Verdicts">The verdict that holds for each case, in its order: as certified, or as an amendment with notice turned it.</param>
/// <param name="Safeguards">Hash of the safeguard pack under which they hold: the one that certified them, or a later one that was replayed on them.</param>
/// <param name="Changes">What was noted about it since, newest first.</param>
public sealed record SuiteStanding(Certificate Certificate, string? Fault, IReadOnlyList<string> Verdicts, string Safeguards, IReadOnlyList<SuiteChange> Changes);
