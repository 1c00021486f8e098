using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Oversight.Certificates;

namespace Concordat.Commands;

/// <summary>A turned verdict as one line of JSON.</summary>
[JsonSerializable(typeof(SuiteFlip))]
internal sealed partial class SuiteFlipJson : JsonSerializerContext
{
    public static SuiteFlipJson Lines { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });
}
