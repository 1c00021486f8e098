using System.Text;
using Concordat.Ledger.Witnessing;
using static Concordat.Gateway.Telemetry.MetricsText;

namespace Concordat.Gateway.Telemetry;

/// <summary>Tells how far witnesses have followed the ledger. Labels are the names of the policy.</summary>
internal static class WitnessMetrics
{
    public static void Render(StringBuilder text, WitnessStatus status, DateTimeOffset now)
    {
        Gauge(text, Names.WitnessQuorum, "1 while the last checkpoint that was put to the witnesses met the policy.", status.HasQuorum ? 1 : 0);
        Gauge(text, Names.WitnessWaiting, "Seconds that entries have waited for a quorum.", status.WaitingSince is { } since ? (long)Math.Max(0, (now - since).TotalSeconds) : 0);
        Gauge(text, Names.WitnessEntries, "Entries that the newest checkpoint covers which met the policy.", status.WitnessedSize ?? 0);
        Header(text, Names.WitnessUp, "gauge", "1 while a witness cosigns.");
        foreach (var witness in status.Witnesses)
        {
            Line(text, Names.WitnessUp, $"witness=\"{Escape(witness.Name)}\"", witness.Fault is null ? 1 : 0);
        }
    }
}
