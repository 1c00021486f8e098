namespace Concordat.Gateway.Addresses;

/// <summary>A server's TLS key is not one that its evidence names.</summary>
internal sealed class TlsKeyException(string fault) : IOException(fault);
