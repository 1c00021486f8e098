using System.Text.Json;

namespace Concordat.Ledger.Retention;

/// <summary>The file that tells readers of a pruned log where it begins.</summary>
/// <remarks>
/// A convenience, never trusted: the entry that it names is what says that the log was pruned, and the entries about keys that it
/// carries, because their bundles are gone, are signed by the keys themselves.
/// </remarks>
/// <param name="Minimum">The first entry that is kept.</param>
/// <param name="Statement">The entry that says so.</param>
/// <param name="KeyEntries">The entries about keys among those that are gone.</param>
internal sealed record MinimumIndex(EntryIndex Minimum, EntryIndex Statement, IReadOnlyList<(long Index, string Entry)> KeyEntries)
{
    public const string FileName = "minimum.json";
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads that of a log's directory; null where nothing was ever pruned.</summary>
    /// <exception cref="FormatException">The file is damaged.</exception>
    public static MinimumIndex? Read(string directory)
    {
        try
        {
            return Parse(File.ReadAllBytes(Path.Combine(directory, FileName)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <exception cref="FormatException">Not such a file.</exception>
    public static MinimumIndex Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            var (minimum, statement) = (root.GetProperty("minimum").GetInt64(), root.GetProperty("statement").GetInt64());
            return root.GetProperty("v").GetInt32() == 1 && minimum >= 0 && statement >= minimum && minimum % Tiles.TilePath.Width == 0
                ? new MinimumIndex(
                    new EntryIndex(minimum), new EntryIndex(statement),
                    [.. root.GetProperty("keys").EnumerateArray().Select(static k => (k.GetProperty("index").GetInt64(), k.GetProperty("entry").GetString()!))])
                : throw new FormatException("its numbers do not fit each other");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"`{FileName}` is damaged: {e.Message}", e);
        }
    }

    public byte[] ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, 1);
            json.WriteNumber("minimum"u8, Minimum.Value);
            json.WriteNumber("statement"u8, Statement.Value);
            json.WriteStartArray("keys"u8);
            foreach (var (index, entry) in KeyEntries)
            {
                json.WriteStartObject();
                json.WriteNumber("index"u8, index);
                json.WriteString("entry"u8, entry);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
