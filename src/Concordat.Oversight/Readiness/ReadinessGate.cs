namespace Concordat.Oversight.Readiness;

/// <summary>The evidence that opens a stage, checked against what is known. Pure.</summary>
/// <param name="ShadowDays">Days in shadow before a trial.</param>
/// <param name="ShadowRequests">Requests decided in shadow before a trial.</param>
/// <param name="TrialDays">Days in trial before general use.</param>
/// <param name="TrialRequests">Requests decided in trial before general use.</param>
public sealed record ReadinessGate(int ShadowDays = 7, int ShadowRequests = 100, int TrialDays = 14, int TrialRequests = 1000)
{
    /// <summary>Whole days in the stage before it that a stage asks for.</summary>
    public int DaysFor(string stage) => stage switch
    {
        ReadinessStages.Trial => ShadowDays,
        ReadinessStages.General => TrialDays,
        _ => 0,
    };

    /// <summary>Requests decided in the stage before it that a stage asks for.</summary>
    public int RequestsFor(string stage) => stage switch
    {
        ReadinessStages.Trial => ShadowRequests,
        ReadinessStages.General => TrialRequests,
        _ => 0,
    };

    /// <summary>Everything that a decision lacks; empty where the gate is open. A way down needs nothing.</summary>
    /// <param name="step">The decision.</param>
    /// <param name="now">Where the use case stands with that model.</param>
    /// <param name="seen">What is known of it.</param>
    public IReadOnlyList<string> Lacks(ReadinessStep step, ReadinessState now, ReadinessSeen seen)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(seen);
        var rank = ReadinessStages.Rank(step.Stage);
        if (rank < ReadinessStages.Rank(now.Stage))
        {
            return [];
        }

        var lacks = new List<string>();
        if (seen.Certificate is null)
        {
            lacks.Add("no preflight certificate stands for the use case (`concordat preflight certify`)");
        }
        else if (step.Evidence?.Certificate != seen.Certificate)
        {
            lacks.Add($"the decision does not name the certificate that stands, {seen.Certificate}");
        }

        if (rank > 1 && step.Evidence?.Evaluation is null)
        {
            lacks.Add("no evaluation is named");
        }

        if (rank > 1 && seen.OpenReports > 0)
        {
            lacks.Add($"{seen.OpenReports} reports of false positives wait for a reviewer");
        }

        if (rank > 1 && seen.MayForce && step.Evidence?.HumanTest is null)
        {
            lacks.Add("a tool of the use case may have the effect of force, and no test with people is named");
        }

        var isUp = rank > ReadinessStages.Rank(now.Stage);
        var (days, requests) = isUp ? (DaysFor(step.Stage), RequestsFor(step.Stage)) : (0, 0);
        if (seen.Days < days)
        {
            lacks.Add($"it has been in {now.Stage} for {seen.Days} days, and {days} are needed");
        }

        if (seen.Requests < requests)
        {
            lacks.Add($"{seen.Requests} requests were decided in {now.Stage}, and {requests} are needed");
        }

        return lacks;
    }
}
