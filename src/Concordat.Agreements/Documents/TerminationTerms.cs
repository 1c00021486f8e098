using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Documents;

/// <summary>Who ends the use of models under the agreement for good, with which notice, and which such ends are over.</summary>
/// <remarks>What is not written is as strict as it can be: all parties terminate together. It is never easier than to suspend.</remarks>
public sealed record TerminationTerms
{
    /// <summary>The longest notice that parties can agree on: two years.</summary>
    public const int MostNoticeDays = 730;

    /// <summary>The most terminations that an agreement can end.</summary>
    public const int MostEnded = 256;

    /// <summary>The roles whose signatures together make a termination: those that suspend together, and perhaps more. All roles of the agreement where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Joint { get; init; }

    /// <summary>Days between the signature of a termination and its effect, at least. None where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NoticeDays { get; init; }

    /// <summary>
    /// Terminations that are over since all parties signed this agreement: by the id of the order, the SHA-256 of its document. Nothing else ends one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Ended { get; init; }
}
