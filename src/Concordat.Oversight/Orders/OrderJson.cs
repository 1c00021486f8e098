using System.Text.Json.Serialization;

namespace Concordat.Oversight.Orders;

/// <summary>The JSON of orders: every member known, once, of its kind.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OrderTimeJson), typeof(WordJson<OrderAction>), typeof(WordJson<NoticeKind>), typeof(WordJson<MilestoneStage>)],
    MaxDepth = 8)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(OrderNotice))]
internal sealed partial class OrderJson : JsonSerializerContext;
