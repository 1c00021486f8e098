using System.Globalization;

namespace Concordat.Ledger.Wal;

/// <summary>What appenders are told while a flush does not return: a system call cannot be taken back, but nobody has to wait for it.</summary>
internal static class StuckDisk
{
    /// <summary>For entries that were not handed to the disk.</summary>
    public static LedgerUnavailableException Refusal(LedgerOptions options, string remedy) => new(Words(options, remedy));

    /// <summary>For entries of the flush that does not return: when it does, they may be recorded.</summary>
    public static LedgerUnavailableException Unknown(LedgerOptions options, string remedy) => new(Words(options, remedy)) { MayBeRecorded = true };

    private static string Words(LedgerOptions options, string remedy) => string.Create(
        CultureInfo.InvariantCulture, $"{options.Directory}: a write to the ledger has not come back for {options.LongestAppend.TotalSeconds} s ({remedy})");
}
