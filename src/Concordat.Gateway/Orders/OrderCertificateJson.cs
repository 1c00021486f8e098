using System.Text.Json.Serialization;

namespace Concordat.Gateway.Orders;

/// <summary>The JSON of certificates: every member known, once, of its kind.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(OrderCertificate))]
internal sealed partial class OrderCertificateJson : JsonSerializerContext;
