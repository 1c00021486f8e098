using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>A tool of the client that a request offers.</summary>
/// <param name="Schema">The JSON Schema of its arguments; undefined where it has none.</param>
/// <param name="Strict">Whether the model must keep to the schema, where the client says so.</param>
/// <param name="Path">Where it stands in the client's request, as a JSON path.</param>
internal sealed record NeutralTool(string Name, string? Description, JsonElement Schema, bool? Strict, string Path);
