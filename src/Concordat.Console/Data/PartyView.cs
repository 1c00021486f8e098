namespace Concordat.Console.Data;

/// <summary>A signatory.</summary>
/// <param name="KeyId">SHA-256 of the public key that its signature was checked with.</param>
public sealed record PartyView(string Name, string Role, string KeyId);
