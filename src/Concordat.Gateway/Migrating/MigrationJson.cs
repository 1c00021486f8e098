using System.Text.Json.Serialization;

namespace Concordat.Gateway.Migrating;

/// <summary>Steps of migrations, and what nodes counted of them, as they are kept.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MigrationEvent))]
[JsonSerializable(typeof(MigrationCounts))]
internal sealed partial class MigrationJson : JsonSerializerContext;
