using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Agreements.Clauses;

namespace Concordat.Agreements.Documents;

/// <summary>An agreement as people write it: the texts of its folder, not yet signed and not yet checked.</summary>
/// <param name="Metadata">agreement.json.</param>
/// <param name="Prose">agreement.md.</param>
/// <param name="Clauses">clauses.cedar.</param>
/// <param name="Schema">facts.cedarschema.</param>
/// <param name="FactsGuide">facts.md.</param>
/// <param name="Authorities">authorities.json.</param>
public sealed record AgreementSource(
    AgreementMetadata Metadata,
    string Prose,
    string Clauses,
    string Schema,
    string FactsGuide,
    ImmutableArray<Authority> Authorities)
{
    /// <summary>Name of the file with the metadata.</summary>
    public const string MetadataFile = "agreement.json";

    /// <summary>Name of the file with the prose.</summary>
    public const string ProseFile = "agreement.md";

    /// <summary>Name of the file with the clauses.</summary>
    public const string ClausesFile = "clauses.cedar";

    /// <summary>Name of the file with the schema of facts.</summary>
    public const string SchemaFile = "facts.cedarschema";

    /// <summary>Name of the file that explains the facts.</summary>
    public const string FactsFile = "facts.md";

    /// <summary>Name of the file with the authorities.</summary>
    public const string AuthoritiesFile = "authorities.json";

    /// <summary>The files of an agreement, all of them needed.</summary>
    public static ImmutableArray<string> Files { get; } =
        [MetadataFile, ProseFile, ClausesFile, SchemaFile, FactsFile, AuthoritiesFile];

    /// <summary>Where findings say that they are; empty inside a signed document.</summary>
    public string Location { get; init; } = "";

    /// <summary>Why the parties sign it although its red lines are not proven; none when they are. It is signed too.</summary>
    public string? Unproven { get; init; }

    /// <summary>agreement.json as written, to say where something stands in it; empty inside a signed document.</summary>
    internal string MetadataText { get; init; } = "";

    /// <summary>authorities.json as written; empty inside a signed document.</summary>
    internal string AuthoritiesText { get; init; } = "";

    /// <summary>Reads a folder; line ends are made uniform, so that a checkout on any system gives the same agreement.</summary>
    public static AgreementRead Read(string directory) => SourceReader.Read(directory);

    /// <summary>The text of one of its files.</summary>
    internal string TextOf(string file) => file switch
    {
        MetadataFile => JsonSerializer.Serialize(Metadata, AgreementJsonContext.ForPeople.AgreementMetadata) + "\n",
        ProseFile => Prose,
        ClausesFile => Clauses,
        SchemaFile => Schema,
        FactsFile => FactsGuide,
        AuthoritiesFile => JsonSerializer.Serialize(Authorities, AgreementJsonContext.ForPeople.ImmutableArrayAuthority) + "\n",
        _ => throw new ArgumentException($"an agreement has no file `{file}`", nameof(file)),
    };

    /// <summary>The name of a file of this agreement as findings show it.</summary>
    internal string Place(string file) => Location.Length == 0 ? file : Location + "/" + file;
}
