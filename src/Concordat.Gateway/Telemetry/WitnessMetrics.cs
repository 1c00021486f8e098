using System.Globalization;
using System.Text;
using Concordat.Ledger.Witnessing;

namespace Concordat.Gateway.Telemetry;

/// <summary>Tells how far witnesses have followed the ledger, in the Prometheus text format. Labels are the names of the policy.</summary>
internal static class WitnessMetrics
{
    public static void Render(StringBuilder text, WitnessStatus status, DateTimeOffset now)
    {
        Gauge(text, Names.WitnessQuorum, "1 while the last checkpoint that was put to the witnesses met the policy.", status.HasQuorum ? 1 : 0);
        Gauge(text, Names.WitnessWaiting, "Seconds that entries have waited for a quorum.", status.WaitingSince is { } since ? (long)Math.Max(0, (now - since).TotalSeconds) : 0);
        Gauge(text, Names.WitnessEntries, "Entries that the newest checkpoint covers which met the policy.", status.WitnessedSize ?? 0);
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Names.WitnessUp} 1 while a witness cosigns.\n# TYPE {Names.WitnessUp} gauge\n");
        foreach (var witness in status.Witnesses)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Names.WitnessUp}{{witness=\"{GatewayMetrics.Escape(witness.Name)}\"}} {(witness.Fault is null ? 1 : 0)}\n");
        }
    }

    private static void Gauge(StringBuilder text, string name, string help, long value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
}
