using System.Buffers;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Dialects;

/// <summary>What the OpenAI routes share: the error shape and how a stream ends with an error.</summary>
internal abstract class OpenAiDialect : Dialect
{
    public override void WriteError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement) =>
        OpenAiErrors.Write(output, error, entry, agreement);

    public override void WriteStreamError(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement)
    {
        output.Write("data: "u8);
        OpenAiErrors.Write(output, error, entry, agreement);
        output.Write("\n\n"u8);
    }
}
