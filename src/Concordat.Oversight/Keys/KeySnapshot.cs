namespace Concordat.Oversight.Keys;

/// <summary>All keys at one version of the store.</summary>
/// <param name="Version">Grows by one with each committed change to any key.</param>
public sealed record KeySnapshot(long Version, IReadOnlyList<StoredApiKey> Keys);
