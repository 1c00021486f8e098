using System.Globalization;
using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks that what <c>models</c> says can be done with the deployments that there are.</summary>
internal static class RouteChecks
{
    /// <summary>Most deployments of one model.</summary>
    private const int MostDeployments = 1024;

    public static void Run(ConcordatConfig config, ConfigurationFindings findings)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < config.Models.Count; i++)
        {
            var model = config.Models[i];
            if (model.Name.Length == 0)
            {
                continue; // was reported
            }

            if (!first.TryAdd(model.Name, i))
            {
                findings.AddAt($"models[{i}].name", $"`models[{i}].name` is `{model.Name}`, which `models[{first[model.Name]}]` already has");
            }

            Model(model, $"models[{i}]", [.. config.Deployments.Where(deployment => deployment.Model.Equals(model.Name, StringComparison.Ordinal))], config, findings);
        }

        foreach (var many in config.Deployments.GroupBy(deployment => deployment.Model, StringComparer.Ordinal).Where(group => group.Count() > MostDeployments))
        {
            findings.AddAt("deployments", string.Create(CultureInfo.InvariantCulture,
                $"the model `{many.Key}` has {many.Count()} deployments, and at most {MostDeployments} can be chosen among; put some under another model"));
        }
    }

    private static void Model(ModelConfig model, string path, DeploymentConfig[] deployments, ConcordatConfig config, ConfigurationFindings findings)
    {
        if (deployments.Length == 0)
        {
            findings.AddAt($"{path}.name", $"`{path}.name` is `{model.Name}`, which is the model of no deployment"
                + Suggestion.For(model.Name, config.Deployments.Select(deployment => deployment.Model).Distinct(StringComparer.Ordinal)));
        }
        else if (model.Route == "weight" && deployments.All(deployment => deployment.Weight == 0))
        {
            findings.AddAt($"{path}.route", $"`{path}.route` is `weight`, but every deployment of `{model.Name}` has the weight 0, so that none would be chosen");
        }
        else if (model.Route == "cost")
        {
            Cost(model, path, deployments, findings);
        }
    }

    private static void Cost(ModelConfig model, string path, DeploymentConfig[] deployments, ConfigurationFindings findings)
    {
        if (Array.Find(deployments, deployment => deployment.Price is null) is { } free)
        {
            findings.AddAt($"{path}.route", $"`{path}.route` is `cost`, but the deployment `{free.Name}` has no `price`");
        }
        else if (deployments.Select(deployment => deployment.Price!.Currency).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            findings.AddAt($"{path}.route", $"`{path}.route` is `cost`, but the deployments of `{model.Name}` have prices in different currencies, which cannot be compared");
        }
    }
}
