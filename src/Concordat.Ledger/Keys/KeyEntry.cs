using System.Globalization;
using System.Text.Json;
using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Keys;

/// <summary>What the entries about keys have in common: <see cref="LogKeyChange"/> and <see cref="KeyRevocation"/>.</summary>
internal static class KeyEntry
{
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private const int MaxBytes = 8 * 1024;

    /// <summary>Stands in every entry about keys, and in hardly another one.</summary>
    public static ReadOnlySpan<byte> Mark => "\"type\":\"key"u8;

    /// <summary>Whether it is worth taking the entry apart.</summary>
    public static bool MayBe(ReadOnlySpan<byte> entry) => entry.Length <= MaxBytes && entry.IndexOf(Mark) >= 0;

    /// <summary>Whether the entry has the form of one about keys, rightly signed or not.</summary>
    public static bool IsOne(ReadOnlySpan<byte> entry) => MayBe(entry) && (LogKeyChange.IsOne(entry) || KeyRevocation.IsOne(entry));

    /// <summary>A key that may sign checkpoints: a witness's key, even under the log's name, can neither give nor take.</summary>
    public static NoteVerifier LogKey(JsonElement vkey) =>
        NoteVerifier.Parse(vkey.GetString() ?? "") is { Type: NoteVerifier.Ed25519 } key ? key : throw new FormatException("not the key of a log");

    public static DateTimeOffset Time(JsonElement time) =>
        DateTimeOffset.ParseExact(time.GetString()!, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
