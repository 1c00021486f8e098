using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Concordat.Agreements.Clauses;

namespace Concordat.Agreements.Documents;

/// <summary>JSON of agreements; members that nobody knows, and members missing or twice, are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(AgreementMetadata))]
[JsonSerializable(typeof(ImmutableArray<Authority>))]
[JsonSerializable(typeof(PayloadDocument))]
internal sealed partial class AgreementJsonContext : JsonSerializerContext;
