using System.Text;
using Concordat.Attestation;
using Concordat.Gateway.Deployments;
using static Concordat.Gateway.Telemetry.MetricsText;

namespace Concordat.Gateway.Telemetry;

/// <summary>Tells what deployments have proven. Labels are the names of registered deployments.</summary>
internal static class AttestationMetrics
{
    public static string Render(IReadOnlyDictionary<string, EvidenceState> states, DateTimeOffset now)
    {
        if (states.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        (string Name, ProvenEvidence? Proven)[] all = [.. states.OrderBy(static state => state.Key, StringComparer.Ordinal).Select(state => (state.Key, state.Value.At(now)))];
        Header(text, Names.DeploymentAssurance, "gauge", "Level that each deployment with evidence has proven, 0 to 3.");
        foreach (var (name, proven) in all)
        {
            Line(text, Names.DeploymentAssurance, $"deployment=\"{Escape(name)}\"", (long)(proven?.Level ?? AssuranceLevel.A0));
        }

        Header(text, Names.DeploymentEvidence, "gauge", "Seconds for which what is proven still counts; 0 where nothing is.");
        foreach (var (name, proven) in all)
        {
            Line(text, Names.DeploymentEvidence, $"deployment=\"{Escape(name)}\"", proven is null ? 0 : (long)(proven.Expires - now).TotalSeconds);
        }

        return text.ToString();
    }
}
