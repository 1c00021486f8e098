using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Publishing;

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
[JsonSerializable(typeof(TermsStatement))]
internal sealed partial class AgreementJsonContext : JsonSerializerContext
{
    /// <summary>The same as people read and edit it.</summary>
    public static AgreementJsonContext ForPeople =>
        new(new JsonSerializerOptions(Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
