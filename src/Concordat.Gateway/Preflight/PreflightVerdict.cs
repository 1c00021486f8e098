using Concordat.Agreements;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Preflight;

/// <summary>The verdict that an inspected request would get, of the deployment that is kindest to it.</summary>
internal static class PreflightVerdict
{
    /// <summary>Decides, and sets the exchange's deployment.</summary>
    /// <remarks>
    /// Nobody is counted in. The verdict is for the window as it would be now; <see cref="PreflightUnknowns"/> names the clauses that may come
    /// out otherwise once others are counted in.
    /// </remarks>
    public static async ValueTask<(Verdict Verdict, Facts Facts)> DecideAsync(Exchange exchange, DecideStage decide, CancellationToken cancellationToken)
    {
        await decide.Meters.ForetellAsync(exchange, cancellationToken).ConfigureAwait(false);
        DeploymentModel[] deployments = [.. exchange.Route.Answering(exchange.Dialect).Select(each => each.AsOf(exchange.Began))];
        var (verdict, facts) = RequestVerdicts.Decide(exchange, deployments[0]);
        exchange.Deployment = deployments[0];
        foreach (var deployment in deployments.Skip(1))
        {
            if (verdict is { Kind: VerdictKind.Permit, IsContinued: false })
            {
                break;
            }

            var (other, otherFacts) = RequestVerdicts.Decide(exchange, deployment);
            if (other.Kind == VerdictKind.Permit && verdict.IsHarderThan(other))
            {
                (verdict, facts, exchange.Deployment) = (other, otherFacts, deployment);
            }
        }

        return (await decide.HeedAsync(exchange, verdict, cancellationToken).ConfigureAwait(false), facts);
    }
}
