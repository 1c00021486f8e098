using System.Text.Json.Serialization;

namespace Concordat.Gateway.Migrating;

/// <summary>Steps of migrations as they are kept.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MigrationEvent))]
internal sealed partial class MigrationJson : JsonSerializerContext;
