using Concordat.Oversight.Keys;

namespace Concordat.Commands;

/// <summary>An API key as commands report it.</summary>
/// <param name="Key">The secret itself; only in the report of its making.</param>
internal sealed record KeyReport(
    string Id,
    string UseCase,
    string Label,
    string State,
    DateTimeOffset Created,
    DateTimeOffset? Expires,
    DateTimeOffset? Revoked,
    string? Key = null)
{
    public static KeyReport Of(ApiKeyRecord record, DateTimeOffset now, string? key = null)
    {
        var state = record.Revoked is not null ? "revoked" : record.Expires <= now ? "expired" : "valid";
        return new KeyReport(record.Id, record.UseCase, record.Label, state, record.Created, record.Expires, record.Revoked, key);
    }
}
