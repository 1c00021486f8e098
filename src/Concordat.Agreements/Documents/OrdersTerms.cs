using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Documents;

/// <summary>Who signs orders and notices under the agreement, who speaks for a party, and what is left to the configuration of a gateway.</summary>
/// <remarks>What is not written is as strict as it can be: each party speaks with the key that signed the agreement, and nobody signs an order of law.</remarks>
public sealed record OrdersTerms
{
    /// <summary>Everything that an issuer may sign: actions of orders and kinds of notice.</summary>
    public static readonly ImmutableArray<string> AllActs =
        ["restrict", "exclude", "suspend", "remove", "terminate", "stay", "enjoin", "deny", "vacate", "waive", "lift", "confirm", "respond", "report"];

    /// <summary>What only somebody signs for whom the agreement vouches: the parties suspend and terminate, and nobody else for them.</summary>
    public static readonly ImmutableArray<string> PartyActs = ["suspend", "confirm", "terminate"];

    /// <summary>What a party signs with the key that signed the agreement, where no issuers are written.</summary>
    public static readonly ImmutableArray<string> OwnKeyActs = ["suspend", "confirm", "terminate", "lift", "waive", "respond", "report"];

    /// <summary>By id, who signs and what. Where it is written nobody else speaks for a party, not even with the key that signed the agreement.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, OrderIssuerTerms>? Issuers { get; init; }

    /// <summary>What those may sign whom the configuration of a gateway alone names; never one of <see cref="PartyActs"/>. Nothing where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Configured { get; init; }

    /// <summary>Whether somebody whom the configuration alone names may sign an act.</summary>
    public bool LeavesToConfiguration(string act) => Configured is { IsDefault: false } acts && acts.Contains(act, StringComparer.Ordinal);
}
