namespace Concordat.Gateway.Provenance;

/// <summary>A data source that a platform signed for, in one request.</summary>
/// <param name="Source">Id of the registered source.</param>
/// <param name="Key">Id of the platform's key.</param>
/// <param name="Token">Lower-case hex SHA-256 of the DSSE envelope, as it was sent: whoever has the token can match it, and nobody else learns anything from it, because it covers the signature.</param>
internal sealed record AttestedSource(string Source, string Key, string Token);
