namespace Concordat.Gateway.Addresses;

/// <summary>A server's TLS key is not one that its evidence names.</summary>
/// <param name="key">SHA-256 of its SPKI, lower hex.</param>
internal sealed class TlsKeyException(string key) : IOException("the server's TLS key is not one that its evidence names")
{
    public string Key { get; } = key;
}
