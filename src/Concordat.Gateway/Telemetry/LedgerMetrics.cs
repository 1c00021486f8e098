using System.Text;
using Concordat.Ledger;
using static Concordat.Gateway.Telemetry.MetricsText;

namespace Concordat.Gateway.Telemetry;

/// <summary>Tells how the ledger is.</summary>
internal static class LedgerMetrics
{
    public static void Render(StringBuilder text, LedgerWriter ledger)
    {
        Gauge(text, Names.LedgerSize, "Durable ledger entries.", ledger.DurableSize);
        Gauge(text, Names.LedgerHealthy, "1 while the ledger can record.", ledger.IsHealthy ? 1 : 0);
        Gauge(text, Names.LedgerDamaged, "1 while a scrub's finding keeps the ledger from being extended.", ledger.Damage is null ? 0 : 1);
        if (LedgerScrub.LastSound(ledger.Location) is { } scrubbed)
        {
            Gauge(text, Names.LedgerScrubbed, "When a scrub last read every file of the ledger and found it sound, in Unix time.", scrubbed.ToUnixTimeSeconds());
        }
    }
}
