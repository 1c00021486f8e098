using System.Text;
using Concordat.Ledger.Fleet;
using static Concordat.Gateway.Telemetry.MetricsText;

namespace Concordat.Gateway.Telemetry;

/// <summary>Tells what this node knows of the fleet. Labels are the names of logs, of which a fleet checkpoint takes a bounded number.</summary>
internal static class FleetMetrics
{
    public static void Render(StringBuilder text, FleetStatus status, DateTimeOffset now)
    {
        Gauge(text, Names.FleetHealthy, "1 while this node's last round over the fleet checkpoint succeeded.", status.Fault is null && status.Newest is not null ? 1 : 0);
        if (status.Newest is not { } newest)
        {
            return;
        }

        Gauge(text, Names.FleetAge, "Seconds since the newest fleet checkpoint was signed, by this node's clock.", (long)Math.Max(0, (now - newest.Time).TotalSeconds));
        Gauge(text, Names.FleetLogs, "Logs in the newest fleet checkpoint, one for each node that ever wrote.", newest.Heads.Length);
        Gauge(text, Names.FleetBehind, "Logs that went back behind a head that was signed.", newest.Behind.Length);
        Header(text, Names.FleetEntries, "gauge", "Entries of each log that the newest fleet checkpoint covers.");
        foreach (var head in newest.Heads)
        {
            Line(text, Names.FleetEntries, $"log=\"{Escape(head.Origin)}\"", head.Size);
        }
    }
}
