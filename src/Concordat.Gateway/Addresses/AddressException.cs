namespace Concordat.Gateway.Addresses;

/// <summary>A host has an address that may not be connected to.</summary>
internal sealed class AddressException(string fault) : IOException(fault);
