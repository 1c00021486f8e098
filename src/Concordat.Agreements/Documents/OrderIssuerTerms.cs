using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Documents;

/// <summary>Who may sign orders and notices, as the parties agreed.</summary>
/// <param name="Name">For people.</param>
/// <param name="Key">Of the public key: SHA-256 over its SPKI encoding, 64 lower-case hexadecimal digits.</param>
/// <param name="Acts">What they may sign. Empty for somebody who no longer signs: what they signed stays.</param>
public sealed record OrderIssuerTerms(string Name, string Key, ImmutableArray<string> Acts)
{
    /// <summary>The role of the party for which they speak; null for an outside authority.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Party { get; init; }
}
