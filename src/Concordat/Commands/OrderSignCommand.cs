using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary><c>order sign</c>: adds a signature to an order or a notice.</summary>
internal sealed class OrderSignCommand(CommandServices services) : DraftSignCommand(
    services,
    "Check an order or a notice and sign it. Another signer adds a signature to the signed file.",
    "The order or notice as JSON, or an envelope that another has signed.",
    "The private key to sign with")
{
    protected override (string PayloadType, byte[] Payload, string Said) Check(byte[] json)
    {
        var (type, payload) = OrderReader.Draft(json);
        return (type, payload, "");
    }
}
