using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Concordat.Evidence;

/// <summary>The package as OSCAL assessment results (NIST OSCAL 1.0.6): one observation an entry, with the entry and its proof as evidence.</summary>
internal static class OscalResults
{
    private const string Namespace = "urn:concordat:oscal";
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(EvidenceManifest manifest, IReadOnlyList<EvidenceEntry> entries)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("assessment-results");
            json.WriteString("uuid", Uuid(manifest, "results"));
            Metadata(json, manifest);
            json.WriteStartObject("import-ap");
            json.WriteString("href", "#" + Uuid(manifest, "agreement"));
            json.WriteEndObject();
            json.WriteStartArray("results");
            Result(json, manifest, entries);
            json.WriteEndArray();
            BackMatter(json, manifest);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Metadata(Utf8JsonWriter json, EvidenceManifest manifest)
    {
        json.WriteStartObject("metadata");
        json.WriteString("title", $"Evidence from the ledger {manifest.Origin}: {manifest.Selection}");
        json.WriteString("last-modified", Time(manifest.Exported));
        json.WriteString("version", "1");
        json.WriteString("oscal-version", "1.0.6");
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, EvidenceManifest manifest, IReadOnlyList<EvidenceEntry> entries)
    {
        json.WriteStartObject();
        json.WriteString("uuid", Uuid(manifest, "result"));
        json.WriteString("title", "Recorded decisions under the agreement");
        json.WriteString("description", $"Entries selected by: {manifest.Selection}. Each is proved by its inclusion proof against the log's signed checkpoint.");
        json.WriteString("start", entries.Count > 0 ? entries[0].Time : Time(manifest.Exported));
        json.WriteString("end", entries.Count > 0 ? entries[^1].Time : Time(manifest.Exported));
        json.WriteStartObject("reviewed-controls");
        json.WriteStartArray("control-selections");
        json.WriteStartObject();
        json.WriteString("description", "The clauses of the agreement that decided.");
        json.WriteStartObject("include-all");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (entries.Count > 0)
        {
            json.WriteStartArray("observations");
            foreach (var entry in entries)
            {
                Observation(json, manifest, entry);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Observation(Utf8JsonWriter json, EvidenceManifest manifest, EvidenceEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("uuid", Uuid(manifest, entry.Index.ToString(CultureInfo.InvariantCulture)));
        json.WriteString("title", string.Create(CultureInfo.InvariantCulture, $"Entry {entry.Index}: {entry.Type}"));
        json.WriteString("description", entry.Verdict.Length > 0 ? $"The verdict was {entry.Verdict}." : $"A {entry.Type} was recorded.");
        json.WriteStartArray("props");
        Prop(json, "entry-index", entry.Index.ToString(CultureInfo.InvariantCulture));
        Prop(json, "entry-type", entry.Type);
        Prop(json, "use-case", entry.Text("use_case"));
        Prop(json, "verdict", entry.Verdict);
        Prop(json, "agreement", entry.Text("agreement"));
        foreach (var clause in entry.Clauses)
        {
            Prop(json, "clause", clause);
        }

        json.WriteEndArray();
        json.WriteStartArray("methods");
        json.WriteStringValue("TEST");
        json.WriteEndArray();
        json.WriteStartArray("relevant-evidence");
        Evidence(json, EvidencePaths.Entry(entry.Index), "The entry, as recorded.");
        Evidence(json, EvidencePaths.Proof(entry.Index), "Inclusion proof and signed checkpoint (C2SP tlog-proof).");
        json.WriteEndArray();
        json.WriteString("collected", entry.Time);
        json.WriteEndObject();
    }

    private static void BackMatter(Utf8JsonWriter json, EvidenceManifest manifest)
    {
        json.WriteStartObject("back-matter");
        json.WriteStartArray("resources");
        json.WriteStartObject();
        json.WriteString("uuid", Uuid(manifest, "agreement"));
        json.WriteString("title", "The agreements that decided");
        if (manifest.Agreements.Count > 0)
        {
            json.WriteStartArray("rlinks");
            foreach (var hash in manifest.Agreements)
            {
                json.WriteStartObject();
                json.WriteString("href", EvidencePaths.Agreement(hash));
                json.WriteString("media-type", "application/json");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Values must be one line without spaces at the ends.
    private static void Prop(Utf8JsonWriter json, string name, string? value)
    {
        var line = string.Join(' ', (value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length == 0)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ns", Namespace);
        json.WriteString("value", line);
        json.WriteEndObject();
    }

    private static void Evidence(Utf8JsonWriter json, string href, string description)
    {
        json.WriteStartObject();
        json.WriteString("href", href);
        json.WriteString("description", description);
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same package gives the same ids (RFC 9562, version 5 in form).</summary>
    private static string Uuid(EvidenceManifest manifest, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{manifest.LogKey}\n{manifest.Selection}\n{Time(manifest.Exported)}\n{name}")).AsSpan(0, 16);
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0fff) | 0x5000));
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash, bigEndian: true).ToString("D");
    }
}
