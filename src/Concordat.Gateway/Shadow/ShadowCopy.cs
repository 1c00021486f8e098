using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;

namespace Concordat.Gateway.Shadow;

/// <summary>A copy of a permitted request on its way to a candidate, with what is known of the answer that the client got.</summary>
/// <param name="Duty">Who sends it.</param>
/// <param name="Of">The request whose copy it is; of its body only <paramref name="Body"/> is left.</param>
/// <param name="Candidate">Where the copy goes.</param>
/// <param name="Body">The inspected bytes.</param>
/// <param name="Headers">What the client said of the request: label, sources, and the vendor's own.</param>
/// <param name="Answer">The answer that the client got.</param>
internal sealed record ShadowCopy(
    ShadowDuty Duty, Exchange Of, DeploymentModel Candidate, byte[] Body, (string Name, string? Value)[] Headers, AnswerSummary Answer)
{
    /// <summary>The deployment that answered the client.</summary>
    public DeploymentModel Primary { get; } = Of.Deployment;

    /// <summary>Ledger index of the decision that let the request out.</summary>
    public long Decision { get; } = Of.DecisionEntry;

    /// <summary>What the client got is known: sends the copy, or drops it.</summary>
    public void Go() => Duty.Offer(this);
}
