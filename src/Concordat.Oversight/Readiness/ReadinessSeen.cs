namespace Concordat.Oversight.Readiness;

/// <summary>What is known of a use case when a stage is to be opened.</summary>
/// <param name="Certificate">Id of the preflight certificate that stands; null for none.</param>
/// <param name="OpenReports">Reports of false positives of the use case that wait for a reviewer.</param>
/// <param name="Days">Whole days in the stage.</param>
/// <param name="Requests">Requests decided since the stage began.</param>
/// <param name="MayForce">Whether a tool may have the effect of force for it.</param>
public sealed record ReadinessSeen(string? Certificate, int OpenReports, int Days, long Requests, bool MayForce);
