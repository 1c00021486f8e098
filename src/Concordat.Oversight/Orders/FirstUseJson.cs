using System.Text.Json.Serialization;

namespace Concordat.Oversight.Orders;

/// <summary>The JSON of first uses, as the store keeps them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 4)]
[JsonSerializable(typeof(FirstUseDocument))]
[JsonSerializable(typeof(OrderSubject))]
internal sealed partial class FirstUseJson : JsonSerializerContext;
