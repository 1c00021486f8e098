using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Documents;

/// <summary>Who suspends the use of models under the agreement, and what one party can do of it alone.</summary>
/// <remarks>What is not written is as strict as it can be: all parties suspend together, and nobody alone.</remarks>
public sealed record SuspensionTerms
{
    /// <summary>The roles whose signatures together make a suspension, and lift it. All roles of the agreement where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Joint { get; init; }

    /// <summary>What one party can stop alone. Nothing where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EmergencyStopTerms? Emergency { get; init; }
}
