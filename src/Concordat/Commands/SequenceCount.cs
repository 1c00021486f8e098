namespace Concordat.Commands;

/// <summary>The counted against the true number of persons of one sequence.</summary>
internal sealed record SequenceCount(string Id, string Label, long UsPersonsDistinct, long Counted);
