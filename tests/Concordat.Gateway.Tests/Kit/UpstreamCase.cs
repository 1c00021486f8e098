using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>How one kind of deployment is asked and answers, so that the same behaviour is tested behind each.</summary>
internal sealed class UpstreamCase
{
    private readonly string _name;

    private UpstreamCase(string name) => _name = name;

    public static IReadOnlyList<string> Names { get; } = ["chat", "messages", "converse", "gemini", "vertex-messages"];

    public static UpstreamCase Of(string name) => new(name);

    /// <summary>A path that the kind is asked on, for what it answers as a stream.</summary>
    public bool IsBinary => _name == "converse";

    /// <summary>A gateway with one deployment of this kind at the address.</summary>
    public Func<ConcordatConfig, ConcordatConfig> At(string url) => config =>
    {
        var with = TestConfig.WithUpstreams(_name switch { "chat" => "openai-chat", "messages" => "anthropic", "converse" => "aws-bedrock", "vertex-messages" => "google-vertex-anthropic", _ => "google-vertex" }, url)(config);
        var deployment = with.Deployments[0];
        return with with
        {
            Deployments =
            [
                _name switch
                {
                    "converse" => deployment with
                    {
                        Aws = new AwsConfig { Region = "us-gov-west-1", AccessKey = Secret(config, "AKIDEXAMPLE"), SecretKey = Secret(config, "secret") },
                    },
                    "gemini" or "vertex-messages" => deployment with
                    {
                        Google = new GoogleConfig
                        {
                            Project = "p-1",
                            Location = "us-central1",
                            ServiceAccount = TokenServer.WriteServiceAccount(config.Data, url + "/token"),
                        },
                    },
                    _ => deployment,
                },
            ],
        };
    };

    public void Answer(FakeUpstream upstream, string text) => Json(upstream, _name switch
    {
        "chat" => new ChatCase().Answer(text),
        "messages" or "vertex-messages" => new MessagesCase().Answer(text),
        "converse" => Converse(new JsonObject { ["text"] = text }, "end_turn"),
        _ => Gemini(new JsonObject { ["text"] = text }, "STOP").ToJsonString(),
    });

    public void Call(FakeUpstream upstream, string tool, string arguments) => Json(upstream, _name switch
    {
        "chat" => new ChatCase().CallAnswer(tool, arguments),
        "messages" or "vertex-messages" => new MessagesCase().CallAnswer(tool, arguments),
        "converse" => Converse(new JsonObject { ["toolUse"] = new JsonObject { ["toolUseId"] = "t1", ["name"] = tool, ["input"] = JsonNode.Parse(arguments) } }, "tool_use"),
        _ => Gemini(FunctionCall(tool, arguments), "STOP").ToJsonString(),
    });

    public void Stream(FakeUpstream upstream, IEnumerable<string> pieces) => Chunks(upstream, _name switch
    {
        "chat" => Text(new ChatCase().Stream(pieces)),
        "messages" or "vertex-messages" => Text(new MessagesCase().Stream(pieces)),
        "converse" =>
        [
            EventFrames.Event("messageStart", """{"role":"assistant"}"""),
            .. pieces.Select(piece => EventFrames.Event(
                "contentBlockDelta", new JsonObject { ["contentBlockIndex"] = 0, ["delta"] = new JsonObject { ["text"] = piece } }.ToJsonString())),
            .. ConverseEnd("end_turn"),
        ],
        _ => Text([.. pieces.Select(piece => Sse(Gemini(new JsonObject { ["text"] = piece }, null))), Sse(Gemini(new JsonObject { ["text"] = "" }, "STOP"))]),
    });

    public void CallStream(FakeUpstream upstream, string tool, IEnumerable<string> argumentPieces) => Chunks(upstream, _name switch
    {
        "chat" => Text(new ChatCase().CallStream(tool, argumentPieces)),
        "messages" or "vertex-messages" => Text(new MessagesCase().CallStream(tool, argumentPieces)),
        "converse" =>
        [
            EventFrames.Event("messageStart", """{"role":"assistant"}"""),
            EventFrames.Event("contentBlockStart", new JsonObject
            {
                ["contentBlockIndex"] = 0,
                ["start"] = new JsonObject { ["toolUse"] = new JsonObject { ["toolUseId"] = "t1", ["name"] = tool } },
            }.ToJsonString()),
            .. argumentPieces.Select(piece => EventFrames.Event("contentBlockDelta", new JsonObject
            {
                ["contentBlockIndex"] = 0,
                ["delta"] = new JsonObject { ["toolUse"] = new JsonObject { ["input"] = piece } },
            }.ToJsonString())),
            .. ConverseEnd("tool_use"),
        ],
        _ => Text([Sse(Gemini(FunctionCall(tool, string.Concat(argumentPieces)), "STOP"))]),
    });

    /// <summary>Answers with raw chunks of a stream of this kind, each flushed by itself; the token endpoint answers beside it.</summary>
    public void Chunks(FakeUpstream upstream, IReadOnlyList<byte[]> chunks) => upstream.Answer = async http =>
    {
        if (await TokenServer.TryAnswerAsync(http))
        {
            return;
        }

        http.Response.ContentType = IsBinary ? "application/vnd.amazon.eventstream" : "text/event-stream";
        foreach (var chunk in chunks)
        {
            await http.Response.Body.WriteAsync(chunk);
            await http.Response.Body.FlushAsync();
        }
    };

    public static void Json(FakeUpstream upstream, string json, int status = 200) => upstream.Answer = async http =>
    {
        if (!await TokenServer.TryAnswerAsync(http))
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json));
        }
    };

    private static IReadOnlyList<byte[]> Text(IReadOnlyList<string> events) => [.. events.Select(Encoding.UTF8.GetBytes)];

    private static string Sse(JsonObject data) => $"data: {data.ToJsonString()}\n\n";

    private static string Converse(JsonObject block, string stop) => new JsonObject
    {
        ["output"] = new JsonObject { ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = new JsonArray(block) } },
        ["stopReason"] = stop,
        ["usage"] = new JsonObject { ["inputTokens"] = 1, ["outputTokens"] = 1 },
    }.ToJsonString();

    private static byte[][] ConverseEnd(string stop) =>
    [
        EventFrames.Event("contentBlockStop", """{"contentBlockIndex":0}"""),
        EventFrames.Event("messageStop", $$"""{"stopReason":"{{stop}}"}"""),
        EventFrames.Event("metadata", """{"usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2}}"""),
    ];

    private static JsonObject FunctionCall(string tool, string arguments) =>
        new() { ["functionCall"] = new JsonObject { ["name"] = tool, ["args"] = JsonNode.Parse(arguments) } };

    private static JsonObject Gemini(JsonObject part, string? finish) => new()
    {
        ["candidates"] = new JsonArray(new JsonObject
        {
            ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(part) },
            ["finishReason"] = finish,
            ["index"] = 0,
        }),
        ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 1, ["candidatesTokenCount"] = 1 },
        ["responseId"] = "r-1",
        ["modelVersion"] = "gemini",
    };

    private static SecretConfig Secret(ConcordatConfig config, string value)
    {
        var path = Path.Combine(config.Data, $"{value}.secret");
        File.WriteAllText(path, value);
        return new SecretConfig { File = path };
    }
}
