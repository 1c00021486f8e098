using System.Globalization;
using Concordat.Ledger;
using Concordat.Ledger.Verification;

namespace Concordat.Commands;

/// <summary>Reads where a part of a ledger begins: the index of an entry, or a time.</summary>
internal static class LedgerSince
{
    /// <exception cref="CommandException">It is neither.</exception>
    public static LedgerVerificationOptions Apply(LedgerVerificationOptions options, string? since)
    {
        if (since is null)
        {
            return options;
        }

        if (long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return options with { Since = new EntryIndex(index) };
        }

        return options with { SinceTime = Time("--since", since) };
    }

    /// <summary>Reads a time, which counts as UTC when it says no zone.</summary>
    public static DateTimeOffset Time(string option, string text) =>
        text.Length > 4 && text[4] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new CommandException(
                $"concordat: `{option} {text}` is neither the index of an entry nor a time, such as `2026-11-22T07:00:00Z`"
                + (File.Exists(text) ? " (a checkpoint that was kept goes with `--continues`)" : ""));
}
