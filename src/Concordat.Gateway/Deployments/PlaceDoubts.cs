using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Deployments;

/// <summary>Tells at the start and at a reload which deployments do not count as hosted in the cloud that they are registered in.</summary>
internal static partial class PlaceDoubts
{
    public static void Tell(ILogger logger, ConcordatConfig config, AgreementTerms terms)
    {
        foreach (var (deployment, because) in DeploymentPlace.Doubts(config, terms))
        {
            Warn(logger, deployment, because);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the deployment {Deployment} counts as hosted nowhere known: {Because}")]
    private static partial void Warn(ILogger logger, string deployment, string because);
}
