using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes an answer as the events of a chat completion stream.</summary>
/// <param name="created">Seconds since 1970.</param>
/// <param name="counts">Whether the counts of tokens end the stream.</param>
internal sealed class ChatEvents(EventWriter output, long created, bool counts) : AnswerSink
{
    private int _call = -1;

    protected override void OnBegin()
    {
        var json = BeginDelta();
        json.WriteString("role", "assistant");
        json.WriteString("content", "");
        EndDelta(json, finish: null);
    }

    protected override void OnOpen(PartKind kind, string id, string name)
    {
        if (kind != PartKind.Call)
        {
            return;
        }

        _call++;
        var json = BeginDelta();
        BeginCall(json);
        json.WriteString("id", id);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", name);
        json.WriteString("arguments", "");
        EndCall(json);
    }

    protected override void OnAppend(PartKind kind, string piece)
    {
        var json = BeginDelta();
        if (kind == PartKind.Call)
        {
            BeginCall(json);
            json.WriteStartObject("function");
            json.WriteString("arguments", piece);
            EndCall(json);
            return;
        }

        json.WriteString(kind == PartKind.Text ? "content" : "reasoning_content", piece);
        EndDelta(json, finish: null);
    }

    protected override void OnSign(string signature)
    {
        // The seal is of use to its vendor alone, whom a client of this route cannot hand it back to.
    }

    protected override void OnClose(PartKind kind)
    {
    }

    protected override void OnEnd(StopReason reason, string? stopText)
    {
        EndDelta(BeginDelta(), ChatAnswers.FinishReason(reason));
        if (counts)
        {
            var json = Begin();
            json.WriteEndArray();
            ChatAnswers.Usage(json, Counts);
            json.WriteEndObject();
            output.End();
        }

        output.Raw("data: [DONE]\n\n"u8);
    }

    protected override void OnFail(string message)
    {
        var json = output.Begin(null);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", "server_error");
        json.WriteString("code", "upstream_error");
        json.WriteNull("param");
        json.WriteEndObject();
        json.WriteEndObject();
        output.End();
        output.Raw("data: [DONE]\n\n"u8);
    }

    private Utf8JsonWriter Begin()
    {
        var json = output.Begin(null);
        json.WriteStartObject();
        ChatAnswers.Head(json, this, "chat.completion.chunk", created);
        json.WriteStartArray("choices");
        return json;
    }

    private Utf8JsonWriter BeginDelta()
    {
        var json = Begin();
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        return json;
    }

    private void EndDelta(Utf8JsonWriter json, string? finish)
    {
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        output.End();
    }

    private void BeginCall(Utf8JsonWriter json)
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", _call);
    }

    private void EndCall(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        EndDelta(json, finish: null);
    }
}
