using Concordat.Oversight.Readiness;

namespace Concordat.Commands;

/// <summary><c>use-case readiness sign</c>: adds a reviewer's signature to a decision.</summary>
internal sealed class ReadinessSignCommand(CommandServices services) : DraftSignCommand(
    services,
    "Show a decision and sign it. One reviewer of each party signs a way up; one of either signs a way down.",
    "The draft, or the envelope that another reviewer has signed.",
    "Your private key")
{
    protected override (string PayloadType, byte[] Payload, string Said) Check(byte[] json)
    {
        var (step, payload) = ReadinessReader.Draft(json);
        return (ReadinessStep.PayloadType, payload, $"{ReadinessSteps.Words(step, "where it stands")}: {step.Reason}\n");
    }
}
