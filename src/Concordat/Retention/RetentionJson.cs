using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concordat.Retention;

/// <summary>How acts and answers become JSON.</summary>
[JsonSerializable(typeof(RetentionAct))]
[JsonSerializable(typeof(RetentionAnswer))]
internal sealed partial class RetentionJson : JsonSerializerContext
{
    public static RetentionJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
