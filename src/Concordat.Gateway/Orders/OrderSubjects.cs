using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Gateway.Orders;

/// <summary>What a configuration says to orders: who may sign them, and whom they can be about.</summary>
public static class OrderSubjects
{
    /// <summary>Whom the agreement lets sign, with the keys that the configuration has, and what it lets a party do alone.</summary>
    /// <exception cref="OrderException">The configuration lets somebody sign more than the agreement does.</exception>
    /// <exception cref="SigningFormatException">An issuer's key file cannot be used.</exception>
    public static OrderTerms Terms(ConcordatConfig config, Agreement agreement) => OrderTerms.Of(AgreedIssuers.Of(config, agreement), agreement.Source.Metadata, agreement.Effective);

    /// <summary>The keys of everyone who signs, or has.</summary>
    /// <exception cref="SigningFormatException">An issuer's key file cannot be used.</exception>
    public static ImmutableArray<VerifyingKey> Keys(ConcordatConfig config) => [.. config.Orders.Issuers.Select(static issuer => VerifyingKey.Load(issuer.Key))];

    /// <summary>Whatever an order can be about: the deployments, and the tool servers as such.</summary>
    public static IEnumerable<DeploymentConfig> Places(ConcordatConfig config) => config.Deployments.Concat((config.Mcp?.Servers ?? []).Select(static server => server.AsDeployment()));

    /// <summary>Every use that a configuration lets be: any use case of any deployment, and of the tool servers that it may call.</summary>
    /// <param name="only">Of this use case alone; null for all.</param>
    public static IEnumerable<(UseCaseConfig UseCase, DeploymentConfig Deployment)> Uses(ConcordatConfig config, string? only = null) =>
        from useCase in config.UseCases
        where only is null || useCase.Id.Equals(only, StringComparison.Ordinal)
        from deployment in Places(config)
        where Reaches(config, useCase, deployment)
        select (useCase, deployment);

    /// <summary>Whether a use case may ask a deployment or a tool server.</summary>
    public static bool Reaches(ConcordatConfig config, UseCaseConfig useCase, DeploymentConfig deployment) =>
        deployment.Kind is not McpServerConfig.DeploymentKind || config.Mcp!.Servers.Any(server => server.Name == deployment.Name && server.UseCases.Contains(useCase.Id, StringComparer.Ordinal));

    /// <summary>Every use of one use case.</summary>
    public static IEnumerable<OrderSubject> Of(ConcordatConfig config, string useCase) =>
        Uses(config, useCase).Select(use => Of(config, use.UseCase, use.Deployment));

    public static OrderSubject Of(ConcordatConfig config, UseCaseConfig useCase, DeploymentConfig deployment) =>
        Of(useCase.Id, useCase.Organisation, config.Network.Id, deployment);

    internal static OrderSubject Of(string useCase, string organisation, string network, DeploymentConfig deployment) => new(
        useCase, organisation, network, deployment.Name, deployment.Vendor, deployment.Model, deployment.UpstreamModel, deployment.Cloud, deployment.Region, deployment.Version is { Length: > 0 } version and not "unknown" ? version : null);
}
