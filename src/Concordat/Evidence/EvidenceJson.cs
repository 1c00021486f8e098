using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concordat.Evidence;

/// <summary>How the files of an evidence package become JSON.</summary>
[JsonSerializable(typeof(EvidenceManifest))]
internal sealed partial class EvidenceJson : JsonSerializerContext
{
    public static EvidenceJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
