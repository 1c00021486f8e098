using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>A setting as the client wrote it, and where it stands in the request as a JSON path.</summary>
internal readonly record struct OptionValue(JsonElement Value, string Path);
