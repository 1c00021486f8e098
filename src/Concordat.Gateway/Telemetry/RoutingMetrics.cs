using System.Globalization;
using System.Text;
using Concordat.Gateway.Model;
using Concordat.Gateway.Shadow;
using static Concordat.Gateway.Telemetry.MetricsText;

namespace Concordat.Gateway.Telemetry;

/// <summary>Tells how deployments do. Labels are the names of registered deployments.</summary>
internal static class RoutingMetrics
{
    public static string Render(GatewayModel? model, ShadowTally shadows)
    {
        if (model is null)
        {
            return "";
        }

        var text = new StringBuilder();
        (string Label, DeploymentModel Deployment)[] all =
        [
            .. model.Routes.Values.SelectMany(route => route.Deployments).OrderBy(deployment => deployment.Config.Name, StringComparer.Ordinal)
                .Select(deployment => ($"deployment=\"{Escape(deployment.Config.Name)}\"", deployment)),
        ];
        Header(text, Names.DeploymentAttempts, "counter", "Requests sent to each deployment by what came of them.");
        foreach (var (label, deployment) in all)
        {
            Line(text, Names.DeploymentAttempts, $"{label},result=\"answered\"", deployment.Health.Answers);
            Line(text, Names.DeploymentAttempts, $"{label},result=\"failed\"", deployment.Health.Failures);
        }

        Header(text, Names.DeploymentShut, "gauge", "1 while a deployment gets no requests because it failed.");
        foreach (var (label, deployment) in all)
        {
            Line(text, Names.DeploymentShut, label, deployment.Health.ShutUntil is null ? 0 : 1);
        }

        Header(text, Names.DeploymentLatency, "gauge", "Average seconds to the first byte of an answer, newer ones counting more; 0 before the first.");
        foreach (var (label, deployment) in all)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Names.DeploymentLatency}{{{label}}} {deployment.Health.Latency}\n");
        }

        Header(text, Names.ShadowCopies, "counter", "Copies of requests for each candidate by what became of them.");
        foreach (var (candidate, result, count) in shadows.All())
        {
            Line(text, Names.ShadowCopies, $"deployment=\"{Escape(candidate)}\",result=\"{result}\"", count);
        }

        return text.ToString();
    }
}
