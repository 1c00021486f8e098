using System.Text.Json.Serialization;

namespace Concordat.Equivalence;

/// <summary>The JSON of reports of equivalence.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(EquivalenceReport))]
internal sealed partial class EquivalenceJson : JsonSerializerContext;
