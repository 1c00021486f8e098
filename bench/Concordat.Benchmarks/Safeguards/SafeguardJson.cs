using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concordat.Benchmarks.Safeguards;

[JsonSerializable(typeof(string))]
internal sealed partial class SafeguardJson : JsonSerializerContext
{
    /// <summary>Leaves letters of all scripts as they are, as clients do.</summary>
    public static readonly SafeguardJson Relaxed = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
