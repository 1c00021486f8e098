using System.Text.Json;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Dialects;

/// <summary><c>POST /v1/embeddings</c> (OpenAI API reference, Embeddings).</summary>
internal sealed class OpenAiEmbeddingsDialect : OpenAiDialect
{
    public override string Operation => "embeddings";

    public override string UpstreamPath => "embeddings";

    public override AnswerStreamReader OpenStream() => new OpenAiChatStreamReader();

    public override GatewayError? ReadRequest(ReadOnlySpan<byte> body, DialectRequest request)
    {
        var reader = JsonRead.Open(body);
        var input = false;
        if (RequestMembers.Begin(ref reader) is { } fault)
        {
            return fault;
        }

        while (JsonRead.NextMember(ref reader))
        {
            if (RequestMembers.TryReadCommon(ref reader, request, out fault))
            {
                if (fault is not null)
                {
                    return fault;
                }
            }
            else if (reader.ValueTextEquals("input"u8))
            {
                input = true;
                request.Uninspectable |= ReadInput(ref reader);
            }
            else
            {
                request.Uninspectable |= MemberNames.Skip(ref reader);
            }
        }

        if (request.Stream)
        {
            return GatewayErrors.Unsupported("$.stream", "embeddings are not streamed; leave `stream` out");
        }

        return RequestMembers.End(request) ?? (input ? null : RequestMembers.Missing("input"));
    }

    /// <summary>An embedding answer has numbers or an opaque base64 vector; there are no tool calls in it.</summary>
    public override void ReadAnswer(ReadOnlySpan<byte> json, AnswerReading reading)
    {
    }

    /// <summary>Text is inspected; ready-made token ids are numbers whose text the gateway does not know.</summary>
    private static UninspectableKinds ReadInput(ref Utf8JsonReader reader)
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
