using System.CommandLine;
using Concordat.Configuration;
using Concordat.Gateway.Configuration;

namespace Concordat.Commands;

/// <summary>A deployment named on the command line.</summary>
internal static class DeploymentArgument
{
    public static Argument<string> Create() => new("NAME") { Description = "Name of the deployment." };

    /// <exception cref="CommandException">There is none of that name.</exception>
    public static DeploymentConfig Find(ConcordatConfig config, string name) =>
        config.Deployments.FirstOrDefault(deployment => deployment.Name.Equals(name, StringComparison.Ordinal))
        ?? throw new CommandException($"concordat: there is no deployment `{name}`{Suggestion.For(name, config.Deployments.Select(deployment => deployment.Name))}");

    /// <exception cref="CommandException">There is none of that name, or it has no evidence to show.</exception>
    public static DeploymentConfig FindAttested(ConcordatConfig config, string name) => Find(config, name) is { Evidence: not null } deployment
        ? deployment
        : throw new CommandException($"concordat: the deployment `{name}` has no `evidence` in the configuration, so nothing says what it must show");
}
