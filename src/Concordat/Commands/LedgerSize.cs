using System.Globalization;
using System.Text.Json;
using Concordat.Ledger;
using Concordat.Ledger.Notes;

namespace Concordat.Commands;

/// <summary>A size that a ledger had, given as a number or as a time.</summary>
internal static class LedgerSize
{
    private const int Chunk = 4096;

    /// <exception cref="CommandException">Neither a number nor a time.</exception>
    public static long Of(string option, string text, LedgerOptions options)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            return size;
        }

        var time = LedgerSince.Time(option, text);
        var reader = LedgerReader.Open(options.Directory, NoteVerifier.ForLog(options.Origin, options.Key.PublicKey).ToString());
        var first = reader.First.Value;
        for (var next = first; next < reader.Size;)
        {
            foreach (var entry in reader.ReadEntries(new EntryIndex(next), Chunk))
            {
                if (TimeOf(entry) >= time)
                {
                    return next > first || first == 0
                        ? next
                        : throw new CommandException($"concordat: `{option} {text}` may lie among the entries before {first}, which were pruned; give a number of entries");
                }

                next++;
            }
        }

        return reader.Size;
    }

    private static DateTimeOffset? TimeOf(byte[] entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry);
            return json.RootElement.TryGetProperty("time", out var time) && time.TryGetDateTimeOffset(out var value) ? value : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // an entry of someone else's making
        }
    }
}
