namespace Concordat.Oversight.Keys;

/// <summary>What is known about an API key; never the secret, nor its hash.</summary>
/// <param name="Id">Public part of the key: eight characters, safe to show and to log.</param>
/// <param name="UseCase">The registered use case that the key speaks for.</param>
public sealed record ApiKeyRecord(
    string Id,
    string UseCase,
    string Label,
    DateTimeOffset Created,
    DateTimeOffset? Expires,
    DateTimeOffset? Revoked);
