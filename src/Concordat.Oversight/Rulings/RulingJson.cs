using System.Text.Json.Serialization;
using Concordat.Oversight.Orders;

namespace Concordat.Oversight.Rulings;

/// <summary>The JSON of rulings: every member known, once, of its kind.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OrderTimeJson)],
    MaxDepth = 8)]
[JsonSerializable(typeof(Ruling))]
[JsonSerializable(typeof(RulingRevocation))]
internal sealed partial class RulingJson : JsonSerializerContext;
