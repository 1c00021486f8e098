using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Writes an answer as the events of a response stream (OpenAI API reference, Responses, streaming events).</summary>
/// <param name="created">Seconds since 1970.</param>
/// <param name="limit">Most letters of an answer: its last event repeats all of them, so that they are kept.</param>
internal sealed class ResponsesEvents(EventWriter output, long created, int limit) : AnswerSink
{
    private readonly List<NeutralPart> _done = [];
    private readonly StringBuilder _piece = new();
    private NeutralPart _part = new(PartKind.Text);
    private int _sequence;
    private int _kept;

    private string ItemId => ResponsesAnswers.ItemId(this, _done.Count);

    protected override void OnBegin()
    {
        Response("response.created", "in_progress", null);
        Response("response.in_progress", "in_progress", null);
    }

    protected override void OnOpen(PartKind kind, string id, string name)
    {
        _part = new NeutralPart(kind) { Id = id, Name = name, Arguments = "" };
        _piece.Clear();
        var json = Begin("response.output_item.added");
        json.WriteNumber("output_index", _done.Count);
        json.WritePropertyName("item");
        ResponsesAnswers.Item(json, _part, ItemId, "in_progress");
        End(json);
        if (kind == PartKind.Call)
        {
            return;
        }

        json = BeginPiece(kind == PartKind.Reasoning ? "response.reasoning_summary_part.added" : "response.content_part.added", kind);
        json.WritePropertyName("part");
        ResponsesAnswers.Piece(json, kind, "");
        End(json);
    }

    protected override void OnAppend(PartKind kind, string piece)
    {
        _kept += piece.Length;
        if (_kept > limit)
        {
            throw new AnswerFaultException("it is longer than can be held for inspection");
        }

        _piece.Append(piece);
        var json = BeginPiece(
            kind switch
            {
                PartKind.Call => "response.function_call_arguments.delta",
                PartKind.Reasoning => "response.reasoning_summary_text.delta",
                _ => "response.output_text.delta",
            },
            kind);
        json.WriteString("delta", piece);
        End(json);
    }

    protected override void OnSign(string signature)
    {
        // The seal is of use to its vendor alone, whom a client of this route cannot hand it back to.
    }

    protected override void OnClose(PartKind kind)
    {
        var text = _piece.ToString();
        _part = kind == PartKind.Call ? _part with { Arguments = text } : _part with { Text = text };
        var json = BeginPiece(
            kind switch
            {
                PartKind.Call => "response.function_call_arguments.done",
                PartKind.Reasoning => "response.reasoning_summary_text.done",
                _ => "response.output_text.done",
            },
            kind);
        json.WriteString(kind == PartKind.Call ? "arguments" : "text", text);
        End(json);
        if (kind != PartKind.Call)
        {
            json = BeginPiece(kind == PartKind.Reasoning ? "response.reasoning_summary_part.done" : "response.content_part.done", kind);
            json.WritePropertyName("part");
            ResponsesAnswers.Piece(json, kind, text);
            End(json);
        }

        json = Begin("response.output_item.done");
        json.WriteNumber("output_index", _done.Count);
        json.WritePropertyName("item");
        ResponsesAnswers.Item(json, _part, ItemId, "completed");
        End(json);
        _done.Add(_part);
    }

    protected override void OnEnd(StopReason reason, string? stopText)
    {
        var status = ResponsesAnswers.StatusOf(reason);
        Response($"response.{status}", status, reason);
    }

    protected override void OnFail(string message)
    {
        var json = Begin("response.failed");
        json.WriteStartObject("response");
        json.WriteString("id", Id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", created);
        json.WriteString("status", "failed");
        json.WriteStartObject("error");
        json.WriteString("code", "server_error");
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteString("model", Model);
        json.WriteStartArray("output");
        json.WriteEndArray();
        json.WriteEndObject();
        End(json);
    }

    private void Response(string type, string status, StopReason? reason)
    {
        var json = Begin(type);
        json.WriteStartObject("response");
        ResponsesAnswers.Head(json, this, created, status, reason);
        json.WriteStartArray("output");
        for (var i = 0; i < _done.Count; i++)
        {
            ResponsesAnswers.Item(json, _done[i], ResponsesAnswers.ItemId(this, i), "completed");
        }

        json.WriteEndArray();
        if (reason is null)
        {
            json.WriteNull("usage");
        }
        else
        {
            ResponsesAnswers.Usage(json, Counts);
        }

        json.WriteEndObject();
        End(json);
    }

    private Utf8JsonWriter Begin(string type)
    {
        var json = output.Begin(type);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteNumber("sequence_number", _sequence++);
        return json;
    }

    private Utf8JsonWriter BeginPiece(string type, PartKind kind)
    {
        var json = Begin(type);
        json.WriteString("item_id", ItemId);
        json.WriteNumber("output_index", _done.Count);
        if (kind != PartKind.Call)
        {
            json.WriteNumber(kind == PartKind.Reasoning ? "summary_index" : "content_index", 0);
        }

        return json;
    }

    private void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        output.End();
    }
}
