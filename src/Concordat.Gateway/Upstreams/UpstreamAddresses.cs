using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Upstreams;

/// <summary>The URLs of a deployment, one for each path that requests are sent to.</summary>
internal static class UpstreamAddresses
{
    private static readonly string[] OpenAi = ["chat/completions", "responses", "embeddings"];
    private static readonly string[] Converse = ["converse", "converse-stream"];
    private static readonly string[] Gemini = ["generateContent", "streamGenerateContent"];
    private static readonly string[] Raw = [VertexMessages.WholePath, VertexMessages.StreamPath];

    public static Dictionary<string, Uri> Of(DeploymentConfig config)
    {
        var paths = config.Kind switch
        {
            "anthropic" => ["v1/messages"],
            "aws-bedrock" => Converse,
            "google-vertex" => Gemini,
            UpstreamKinds.VertexAnthropic => Raw,
            _ => OpenAi,
        };
        return paths.ToDictionary(static path => path, path => new Uri(UrlOf(config, path)), StringComparer.Ordinal);
    }

    private static string UrlOf(DeploymentConfig config, string path)
    {
        var root = config.Url!.TrimEnd('/');
        var model = Uri.EscapeDataString(config.UpstreamModel ?? config.Model);
        switch (config.Kind)
        {
            case "aws-bedrock":
                return $"{root}/model/{model}/{path}";
            case "google-vertex":
                return $"{Vertex(root, config.Google!, "google")}/{model}:{path}{(path == "streamGenerateContent" ? "?alt=sse" : "")}";
            case UpstreamKinds.VertexAnthropic:
                // The model's date stands behind a plain `@`, as Anthropic's own client writes it.
                return $"{Vertex(root, config.Google!, "anthropic")}/{model.Replace("%40", "@", StringComparison.Ordinal)}:{path}";
            case "anthropic" when root.EndsWith("/v1", StringComparison.Ordinal):
                return Versioned(config, $"{root}/{path[3..]}");
            default:
                return Versioned(config, $"{root}/{path}");
        }
    }

    private static string Vertex(string root, GoogleConfig google, string publisher) =>
        $"{root}/v1/projects/{Uri.EscapeDataString(google.Project)}/locations/{Uri.EscapeDataString(google.Location)}/publishers/{publisher}/models";

    /// <summary>Azure's v1 API takes the OpenAI paths below <c>/openai/v1</c>, with an optional api-version.</summary>
    private static string Versioned(DeploymentConfig config, string url) =>
        config.ApiVersion is null ? url : $"{url}?api-version={Uri.EscapeDataString(config.ApiVersion)}";
}
