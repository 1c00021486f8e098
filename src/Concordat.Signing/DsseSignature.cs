namespace Concordat.Signing;

/// <summary>One signature of an envelope.</summary>
/// <param name="KeyId">A hint that nobody signed: it finds a key, and decides nothing.</param>
/// <param name="Signature">The signature bytes.</param>
public sealed record DsseSignature(string? KeyId, byte[] Signature);
