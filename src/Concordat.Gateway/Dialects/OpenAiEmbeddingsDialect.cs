using System.Text.Json;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Dialects;

/// <summary><c>POST /v1/embeddings</c> (OpenAI API reference, Embeddings).</summary>
internal sealed class OpenAiEmbeddingsDialect : OpenAiDialect
{
    public override string Operation => "embeddings";

    public override string UpstreamPath => "embeddings";

    public override AnswerStreamReader OpenStream() => new OpenAiChatStreamReader();

    protected override ReadOnlySpan<byte> ContentMember => "input"u8;

    protected override GatewayError? Check(DialectRequest request) =>
        request.Stream ? GatewayErrors.Unsupported("$.stream", "embeddings are not streamed; leave `stream` out") : null;

    /// <summary>An embedding answer has numbers or an opaque base64 vector; there are no tool calls in it.</summary>
    public override void ReadAnswer(ReadOnlySpan<byte> json, AnswerReading reading)
    {
        var reader = JsonRead.Open(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                reading.Usage.Read(ref reader);
            }
            else
            {
                JsonRead.SkipValue(ref reader);
            }
        }
    }

    /// <summary>Text is inspected; ready-made token ids are numbers whose text the gateway does not know.</summary>
    protected override UninspectableKinds ReadContent(ref Utf8JsonReader reader)
    {
        var kinds = UninspectableKinds.None;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (JsonRead.NextElement(ref reader))
            {
                kinds |= reader.TokenType == JsonTokenType.String ? UninspectableKinds.None : UninspectableKinds.Unknown;
                reader.Skip();
            }

            return kinds;
        }

        kinds = reader.TokenType == JsonTokenType.String ? UninspectableKinds.None : UninspectableKinds.Unknown;
        reader.Skip();
        return kinds;
    }
}
