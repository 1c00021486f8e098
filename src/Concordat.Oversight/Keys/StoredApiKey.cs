namespace Concordat.Oversight.Keys;

/// <summary>A key as the store holds it.</summary>
/// <param name="SecretHash">SHA-256 of the 43 secret characters, 32 bytes.</param>
public sealed record StoredApiKey(ApiKeyRecord Record, ReadOnlyMemory<byte> SecretHash);
