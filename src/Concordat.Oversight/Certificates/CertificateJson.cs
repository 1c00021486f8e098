using System.Text.Json.Serialization;
using Concordat.Oversight.Orders;

namespace Concordat.Oversight.Certificates;

/// <summary>The JSON of certificates and of what is noted about them: every member known, once, of its kind.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(OrderTimeJson)],
    MaxDepth = 16)]
[JsonSerializable(typeof(Certificate))]
[JsonSerializable(typeof(SuiteChange))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
internal sealed partial class CertificateJson : JsonSerializerContext;
