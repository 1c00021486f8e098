using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Concordat.Agreements.Clauses;

namespace Concordat.Agreements.Documents;

/// <summary>The JSON that is signed: the whole agreement, texts included.</summary>
internal sealed record PayloadDocument(
    string Format,
    string Id,
    string Version,
    string Title,
    string Effective,
    string? Expires,
    string? Previous,
    ImmutableArray<string> Roles,
    AgreementTerms Terms,
    string Prose,
    string Clauses,
    string Schema,
    string Facts,
    ImmutableArray<Authority> Authorities)
{
    /// <summary>Why it is signed unproven; an agreement that is proven has no such member.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unproven { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Names { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Urgent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Withheld { get; init; }

    public static PayloadDocument Of(AgreementSource source)
    {
        var metadata = source.Metadata;
        return new PayloadDocument(
            metadata.Format, metadata.Id, metadata.Version, metadata.Title, metadata.Effective, metadata.Expires, metadata.Previous,
            metadata.Roles, metadata.Terms, source.Prose, source.Clauses, source.Schema, source.FactsGuide, source.Authorities)
        { Unproven = source.Unproven, Names = metadata.Names, Urgent = metadata.Urgent, Withheld = metadata.Withheld };
    }

    public AgreementSource ToSource() => new(
        new AgreementMetadata(Format, Id, Version, Title, Effective, Expires, Previous, Roles, Terms) { Names = Names, Urgent = Urgent, Withheld = Withheld },
        Prose, Clauses, Schema, Facts, Authorities)
    { Unproven = Unproven };
}
