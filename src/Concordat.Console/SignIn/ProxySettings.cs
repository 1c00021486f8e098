using System.Collections.Immutable;
using System.Net;

namespace Concordat.Console.SignIn;

/// <summary>The proxy in front that ends TLS and checks client certificates.</summary>
/// <param name="Addresses">Where it connects from; a header from anywhere else counts for nothing.</param>
/// <param name="Secret">What it says in the header <c>Concordat-Proxy</c>, so that nobody else on its machine passes for it.</param>
public sealed record ProxySettings(ImmutableArray<IPAddress> Addresses, string Secret)
{
    public override string ToString() => string.Join(", ", Addresses);
}
