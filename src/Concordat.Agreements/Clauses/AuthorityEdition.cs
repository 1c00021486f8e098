using System.Text.Json.Serialization;

namespace Concordat.Agreements.Clauses;

/// <summary>An edition of an authority before the newest one, which clauses may stay with.</summary>
/// <param name="Edition">Its date, <c>yyyy-MM-dd</c>.</param>
/// <param name="TextHash">Lower-case hex SHA-256 of its text, or null.</param>
public sealed record AuthorityEdition(string Edition, string? TextHash)
{
    /// <summary>Where it is published, where that is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }
}
