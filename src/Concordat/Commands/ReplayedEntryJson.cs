using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Gateway.Replaying;

namespace Concordat.Commands;

/// <summary>How entries that came out otherwise become lines of JSON: names as in the ledger.</summary>
[JsonSerializable(typeof(ReplayedEntry))]
internal sealed partial class ReplayedEntryJson : JsonSerializerContext
{
    public static ReplayedEntryJson Lines { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });
}
