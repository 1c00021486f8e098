using Concordat.Gateway.Dialects.Translation;

namespace Concordat.Gateway.Upstreams;

/// <summary>What each kind of deployment speaks by itself, and what requests of other dialects are translated into for it.</summary>
internal static class UpstreamKinds
{
    /// <summary>The model that the gateway plays itself.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>Anthropic's models on Google Vertex AI, in Anthropic's own dialect.</summary>
    public const string VertexAnthropic = "google-vertex-anthropic";

    /// <summary>Whether requests of this path, such as <c>v1/messages</c>, are sent on as they are.</summary>
    public static bool IsNative(string kind, string path) => kind switch
    {
        "sandbox" => true,
        "anthropic" or VertexAnthropic => path == "v1/messages",
        "aws-bedrock" or "google-vertex" => false,
        "openai-chat" => path is "chat/completions" or "embeddings",
        _ => path != "v1/messages",
    };

    /// <summary>Whether requests of this path reach it, as they are or translated.</summary>
    public static bool Reaches(string kind, string path) => IsNative(kind, path) || TranslatedExchange.Takes(path);

    public static UpstreamDialect DialectOf(string kind) => kind switch
    {
        "anthropic" or VertexAnthropic => UpstreamDialect.Messages,
        "aws-bedrock" => UpstreamDialect.Converse,
        "google-vertex" => UpstreamDialect.Gemini,
        _ => UpstreamDialect.Chat,
    };

    /// <summary>The dialect's name, as people say it.</summary>
    public static string NameOf(UpstreamDialect dialect) => dialect switch
    {
        UpstreamDialect.Messages => "Anthropic messages",
        UpstreamDialect.Converse => "Bedrock Converse",
        UpstreamDialect.Gemini => "Gemini generateContent",
        _ => "OpenAI chat completions",
    };

    /// <summary>The path of a translated request, as <see cref="UpstreamAddresses"/> knows it.</summary>
    public static string PathOf(UpstreamDialect dialect, bool stream) => dialect switch
    {
        UpstreamDialect.Messages => "v1/messages",
        UpstreamDialect.Converse => stream ? "converse-stream" : "converse",
        UpstreamDialect.Gemini => stream ? "streamGenerateContent" : "generateContent",
        _ => "chat/completions",
    };

    /// <summary>What a stream of the dialect is sent as.</summary>
    public static string StreamTypeOf(UpstreamDialect dialect) =>
        dialect == UpstreamDialect.Converse ? "application/vnd.amazon.eventstream" : "text/event-stream";
}
