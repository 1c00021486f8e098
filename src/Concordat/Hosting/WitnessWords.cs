using System.Globalization;
using Concordat.Ledger.Witnessing;

namespace Concordat.Hosting;

/// <summary>How far witnesses have followed the ledger, in one line for people.</summary>
internal static class WitnessWords
{
    public static string Of(WitnessStatus? status)
    {
        if (status is null)
        {
            return "none are configured";
        }

        var size = (status.WitnessedSize ?? 0).ToString("N0", CultureInfo.InvariantCulture);
        return status.WaitingSince is { } since
            ? string.Create(CultureInfo.InvariantCulture, $"{size} entries cosigned; no quorum since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC ({Missing(status)})")
            : $"{size} entries cosigned by {string.Join(", ", status.Witnesses.Where(static w => w.Fault is null).Select(static w => w.Name))}";
    }

    private static string Missing(WitnessStatus status) =>
        string.Join(", ", status.Witnesses.Where(static w => w.Fault is not null).Select(static w => w.Name)) is { Length: > 0 } names ? names : "nobody was asked yet";
}
