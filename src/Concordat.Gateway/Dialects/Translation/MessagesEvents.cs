namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes an answer as the events of a message stream.</summary>
internal sealed class MessagesEvents(EventWriter output) : AnswerSink
{
    private int _block = -1;

    protected override void OnBegin()
    {
        var json = output.Begin("message_start");
        json.WriteStartObject();
        json.WriteString("type", "message_start");
        json.WriteStartObject("message");
        MessagesAnswers.Head(json, this);
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        MessagesAnswers.Usage(json, Counts, input: true);
        json.WriteEndObject();
        json.WriteEndObject();
        output.End();
    }

    protected override void OnOpen(PartKind kind, string id, string name)
    {
        _block++;
        var json = output.Begin("content_block_start");
        json.WriteStartObject();
        json.WriteString("type", "content_block_start");
        json.WriteNumber("index", _block);
        json.WriteStartObject("content_block");
        switch (kind)
        {
            case PartKind.Call:
                MessagesAnswers.BlockOfCall(json, id, name);
                json.WriteStartObject("input");
                json.WriteEndObject();
                break;
            case PartKind.Reasoning:
                json.WriteString("type", "thinking");
                json.WriteString("thinking", "");
                json.WriteString("signature", "");
                break;
            default:
                json.WriteString("type", "text");
                json.WriteString("text", "");
                break;
        }

        json.WriteEndObject();
        json.WriteEndObject();
        output.End();
    }

    protected override void OnAppend(PartKind kind, string piece)
    {
        var (type, member) = kind switch
        {
            PartKind.Call => ("input_json_delta", "partial_json"),
            PartKind.Reasoning => ("thinking_delta", "thinking"),
            _ => ("text_delta", "text"),
        };
        Delta(type, member, piece);
    }

    protected override void OnSign(string signature) => Delta("signature_delta", "signature", signature);

    protected override void OnClose(PartKind kind)
    {
        var json = output.Begin("content_block_stop");
        json.WriteStartObject();
        json.WriteString("type", "content_block_stop");
        json.WriteNumber("index", _block);
        json.WriteEndObject();
        output.End();
    }

    protected override void OnEnd(StopReason reason, string? stopText)
    {
        var json = output.Begin("message_delta");
        json.WriteStartObject();
        json.WriteString("type", "message_delta");
        json.WriteStartObject("delta");
        MessagesAnswers.Stop(json, reason, stopText);
        json.WriteEndObject();
        MessagesAnswers.Usage(json, Counts, input: true);
        json.WriteEndObject();
        output.End();
        json = output.Begin("message_stop");
        json.WriteStartObject();
        json.WriteString("type", "message_stop");
        json.WriteEndObject();
        output.End();
    }

    protected override void OnFail(string message)
    {
        var json = output.Begin("error");
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", "api_error");
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndObject();
        output.End();
    }

    private void Delta(string type, string member, string piece)
    {
        var json = output.Begin("content_block_delta");
        json.WriteStartObject();
        json.WriteString("type", "content_block_delta");
        json.WriteNumber("index", _block);
        json.WriteStartObject("delta");
        json.WriteString("type", type);
        json.WriteString(member, piece);
        json.WriteEndObject();
        json.WriteEndObject();
        output.End();
    }
}
