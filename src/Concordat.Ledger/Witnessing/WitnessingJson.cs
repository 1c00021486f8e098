using System.Text.Json.Serialization;

namespace Concordat.Ledger.Witnessing;

/// <summary>JSON of the files that witnesses write.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ForkEvidence))]
internal sealed partial class WitnessingJson : JsonSerializerContext;
