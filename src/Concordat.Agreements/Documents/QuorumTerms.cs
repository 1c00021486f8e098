using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Documents;

/// <summary>Whose signatures decide a held matter, where the agreement says otherwise than what ships: a list of seats, each taken by another person.</summary>
/// <remarks>
/// A seat is a party and the roles of which the person has one: <c>department:commander</c> or <c>department:commander|official</c>.
/// What is not written stays as it ships.
/// </remarks>
public sealed record QuorumTerms
{
    /// <summary>Most seats of one quorum.</summary>
    public const int MostSeats = 8;

    /// <summary>The roles that people have.</summary>
    public static readonly ImmutableArray<string> Roles = ["commander", "official", "reviewer"];

    /// <summary>For an act that is force, or is not known to be less. At least two people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Force { get; init; }

    /// <summary>For a high-stakes or lesser act.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? HighStakes { get; init; }

    /// <summary>For a ruling. Somebody of each party.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Ruling { get; init; }

    /// <summary>To tell whom the placeholders of a masked answer stand for; that of a high-stakes act where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Unmask { get; init; }

    /// <summary>The quorums that are written, by the name of the member.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, ImmutableArray<string> Seats)> Written =>
        All.Where(static each => each.Seats is not null).Select(static each => (each.Name, each.Seats!.Value));

    private (string Name, ImmutableArray<string>? Seats)[] All => [("force", Force), ("highStakes", HighStakes), ("ruling", Ruling), ("unmask", Unmask)];

    /// <summary>The party and the roles of a seat; none where it is not written as one.</summary>
    public static (string Party, ImmutableArray<string> Roles)? Seat(string? text) =>
        text?.Split(':') is [{ Length: > 0 } party, { Length: > 0 } roles] && roles.Split('|') is var names && names.All(static name => Roles.Contains(name, StringComparer.Ordinal))
            ? (party, [.. names])
            : null;
}
