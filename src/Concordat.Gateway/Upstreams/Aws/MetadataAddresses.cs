using System.Net;
using Concordat.Gateway.Addresses;

namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>The addresses inside a cloud where a machine is given its own credentials: asked for those, and for nothing else.</summary>
internal static class MetadataAddresses
{
    /// <exception cref="CredentialException">The URL does not name one of them by its number, nor this machine.</exception>
    public static Uri Checked(Uri url) =>
        url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && (url.IsLoopback || (IPAddress.TryParse(url.DnsSafeHost, out var address) && AddressKind.IsMetadata(AddressKind.Meant(address))))
            ? url
            : throw new CredentialException("its address is none where a machine is given credentials");
}
