using System.Text;
using Concordat.Oversight.Rulings;

namespace Concordat.Commands;

/// <summary><c>ruling sign</c>: adds a reviewer's signature to a ruling.</summary>
internal sealed class RulingSignCommand(CommandServices services) : DraftSignCommand(
    services,
    "Show a ruling as the clause that it becomes, or a revocation, and sign it. One reviewer of each party signs; the second adds a signature to the signed file.",
    "The draft, or the envelope that another reviewer has signed.",
    "Your private key")
{
    protected override (string PayloadType, byte[] Payload, string Said) Check(byte[] json)
    {
        if (json.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\"{RulingRevocation.DocumentFormat}\"")) >= 0)
        {
            var (revocation, taken) = RulingReader.DraftRevocation(json);
            return (RulingRevocation.PayloadType, taken, $"revokes: {revocation.Ruling}\nbecause: {revocation.Reason}\n");
        }

        var (ruling, payload) = RulingReader.Draft(json);
        return (Ruling.PayloadType, payload, $"{RulingCondition.Of(ruling).Text()}\nexpires: {Times.Short(ruling.Expires)}\n");
    }
}
