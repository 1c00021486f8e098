using System.Text.Json;

namespace Concordat.Ledger.Retention;

/// <summary>Entries that nothing may remove, nor what belongs to them, until the hold is released.</summary>
/// <param name="Id">Short name, such as the number of the proceeding.</param>
/// <param name="First">The first entry held.</param>
/// <param name="Last">The last entry held; null where everything from the first on is.</param>
/// <param name="From">Time of the first entry.</param>
/// <param name="To">Time of the last entry; null where there is none.</param>
public sealed record LegalHold(string Id, EntryIndex First, EntryIndex? Last, DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>How far from its exchange's admission an entry may lie; what belongs to an entry is held for that long around it.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromDays(1);

    public bool Covers(EntryIndex index) => index >= First && !(Last < index);

    /// <summary>Whether something of that time may belong to an entry that is held.</summary>
    public bool Covers(DateTimeOffset from, DateTimeOffset to) => to > From - Around && !(To + Around < from);

    internal static LegalHold Read(JsonElement json, string idName) => new(
        json.GetProperty(idName).GetString()!,
        new EntryIndex(json.GetProperty("first").GetInt64()),
        json.TryGetProperty("last", out var last) ? new EntryIndex(last.GetInt64()) : null,
        RetentionEntry.Time(json.GetProperty("from").GetString()),
        json.TryGetProperty("to", out var to) ? RetentionEntry.Time(to.GetString()) : null);

    internal void Write(Utf8JsonWriter json, string idName)
    {
        json.WriteNumber("first"u8, First.Value);
        json.WriteString("from"u8, RetentionEntry.Time(From));
        json.WriteString(idName, Id);
        if (Last is { } last)
        {
            json.WriteNumber("last"u8, last.Value);
        }

        if (To is { } to)
        {
            json.WriteString("to"u8, RetentionEntry.Time(to));
        }
    }
}
