using System.Buffers;
using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>
/// One exchange between a client of one dialect and an upstream of another: reads the request into the neutral form and writes it anew, and
/// the same for the answer on its way back. Nothing of a request is dropped: what the upstream's dialect has no place for is refused.
/// Not thread-safe; one per exchange.
/// </summary>
/// <param name="front">The path of the client's dialect, such as <c>v1/messages</c>.</param>
/// <param name="limit">Most letters of a stream that have to be kept to its end.</param>
/// <param name="id">A fresh id, for dialects whose answers have none.</param>
internal sealed class TranslatedExchange(string front, UpstreamDialect upstream, int limit, string id, DateTimeOffset now)
{
    private string _model = "";
    private bool _counts;

    /// <summary>Whether requests of this path can be translated at all.</summary>
    public static bool Takes(string front) => front is "chat/completions" or "responses" or "v1/messages";

    public bool Stream { get; private set; }

    /// <summary>Writes the upstream's form of the request.</summary>
    /// <param name="outputTokens">Most tokens of an answer where the dialect wants a number and the client names none.</param>
    /// <exception cref="RequestFaultException">The request says something that the upstream's dialect has no words for.</exception>
    public void WriteRequest(ReadOnlySpan<byte> body, int outputTokens, IBufferWriter<byte> output)
    {
        var root = JsonElement.Parse(body, new JsonDocumentOptions { MaxDepth = 512 });
        var request = front switch
        {
            "chat/completions" => ChatRequestReader.Read(root),
            "responses" => ResponsesRequestReader.Read(root),
            _ => MessagesRequestReader.Read(root),
        };
        request.SettleChoice();
        (Stream, _model, _counts) = (request.Stream, request.Model, request.CountsInStream);
        using var json = new Utf8JsonWriter(output, ErrorJson.Options);
        switch (upstream)
        {
            case UpstreamDialect.Chat:
                ChatRequestWriter.Write(json, request);
                break;
            case UpstreamDialect.Messages:
                MessagesRequestWriter.Write(json, request, outputTokens);
                break;
            case UpstreamDialect.Converse:
                ConverseRequestWriter.Write(json, request);
                break;
            default:
                GeminiRequestWriter.Write(json, request);
                break;
        }
    }

    public UpstreamReader OpenReader() => upstream switch
    {
        UpstreamDialect.Chat => new ChatAnswerReader(),
        UpstreamDialect.Messages => new MessagesAnswerReader(),
        UpstreamDialect.Converse => new ConverseAnswerReader(id, _model),
        _ => new GeminiAnswerReader(id, _model),
    };

    /// <summary>Where a streamed answer is written in the client's dialect.</summary>
    public AnswerSink OpenEvents(EventWriter output) => front switch
    {
        "chat/completions" => new ChatEvents(output, now.ToUnixTimeSeconds(), _counts),
        "responses" => new ResponsesEvents(output, now.ToUnixTimeSeconds(), limit),
        _ => new MessagesEvents(output),
    };

    /// <summary>Writes the client's form of a whole answer.</summary>
    /// <exception cref="AnswerFaultException">The answer does not keep to its dialect.</exception>
    public void WriteAnswer(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        var answer = new WholeAnswer();
        OpenReader().ReadWhole(AnswerJson.Parse(body), answer);
        using var json = new Utf8JsonWriter(output, ErrorJson.Options);
        switch (front)
        {
            case "chat/completions":
                ChatAnswers.Write(json, answer, now.ToUnixTimeSeconds());
                break;
            case "responses":
                ResponsesAnswers.Write(json, answer, now.ToUnixTimeSeconds());
                break;
            default:
                MessagesAnswers.Write(json, answer);
                break;
        }
    }

    /// <summary>Writes the client's form of an error that is the client's own affair (a status between 400 and 499).</summary>
    public void WriteError(ReadOnlySpan<byte> body, int status, IBufferWriter<byte> output)
    {
        var message = OpenReader().MessageOf(AnswerJson.Parse(body)) ?? "the deployment refused the request and did not say why";
        using var json = new Utf8JsonWriter(output, ErrorJson.Options);
        json.WriteStartObject();
        if (front == "v1/messages")
        {
            json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("type", AnthropicMessagesDialect.VendorType(status));
            json.WriteString("message", message);
        }
        else
        {
            json.WriteStartObject("error");
            json.WriteString("message", message);
            json.WriteString("type", "invalid_request_error");
            json.WriteNull("param");
            json.WriteNull("code");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
