using System.Text.Json.Serialization;

namespace Concordat.Gateway.Model;

/// <summary>Writes a model's name as a JSON string.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class ModelNameJson : JsonSerializerContext;
