using Concordat.Agreements.Documents;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Deployments;

/// <summary>Tells at the start and at a reload which deployments do not count as hosted in the cloud that they are registered in, and which are held to old lists of addresses.</summary>
internal static partial class PlaceDoubts
{
    public static void Tell(ILogger logger, ConcordatConfig config, AgreementTerms terms, DateTimeOffset now)
    {
        foreach (var (deployment, because) in DeploymentPlace.Doubts(config, terms))
        {
            Warn(logger, deployment, because);
        }

        var held = string.Join(", ", DeploymentPlace.HeldToOldLists(config, terms, now));
        if (held.Length > 0)
        {
            WarnOfAge(logger, CloudRanges.Shipped.AsOf, held);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the deployment {Deployment} counts as hosted nowhere known: {Because}")]
    private static partial void Warn(ILogger logger, string deployment, string because);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the addresses that clouds publish are known as of {Date}; what a cloud got since is refused (upstream_address) for {Deployments}. A newer release may know it, and the agreement can list it (terms.clouds)")]
    private static partial void WarnOfAge(ILogger logger, string date, string deployments);
}
