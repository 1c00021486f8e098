using System.Text.Json.Serialization;
using Concordat.Oversight.Orders;

namespace Concordat.Oversight.Readiness;

/// <summary>The JSON of decisions on readiness: every member known, once, of its kind.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OrderTimeJson)],
    MaxDepth = 8)]
[JsonSerializable(typeof(ReadinessStep))]
internal sealed partial class ReadinessJson : JsonSerializerContext;
