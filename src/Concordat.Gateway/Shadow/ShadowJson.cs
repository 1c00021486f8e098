using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Oversight.Candidates;

namespace Concordat.Gateway.Shadow;

/// <summary>How comparisons become JSON: names as at the command line.</summary>
[JsonSerializable(typeof(IReadOnlyList<ShadowReport>))]
internal sealed partial class ShadowJson : JsonSerializerContext
{
    public static ShadowJson Plain { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });
}
