using System.Collections.Immutable;
using Concordat.Signing;

namespace Concordat.Oversight.Orders;

/// <summary>An order or a notice whose signatures were found valid: exactly one of the two is there.</summary>
/// <param name="Hash">SHA-256 of the signed payload, lower hex.</param>
/// <param name="Signers">Who signed, the named issuer among them.</param>
public sealed record OrderDocument(Order? Order, OrderNotice? Notice, DsseEnvelope Envelope, string Hash, ImmutableArray<OrderIssuer> Signers)
{
    public string Id => Order?.Id ?? Notice!.Id;

    /// <summary>What it does: the action of an order or the kind of a notice, as it is written.</summary>
    public string Act => (Order?.Action.ToString() ?? Notice!.Kind.ToString()).ToLowerInvariant();

    public OrderIssuer Issuer => Signers[0];
}
