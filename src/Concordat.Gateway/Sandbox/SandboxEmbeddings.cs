using System.Text.Json.Nodes;

namespace Concordat.Gateway.Sandbox;

/// <summary>Writes small deterministic vectors; they carry no meaning.</summary>
internal static class SandboxEmbeddings
{
    private const int Dimensions = 8;

    public static string Write(SandboxPrompt prompt)
    {
        var data = new JsonArray();
        for (var i = 0; i < prompt.Inputs; i++)
        {
            var vector = new JsonArray();
            for (var d = 0; d < Dimensions; d++)
            {
                vector.Add((JsonNode)Math.Round(Math.Sin((prompt.Words + i + 1) * (d + 1)), 6));
            }

            data.Add((JsonNode)new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = vector });
        }

        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = data,
            ["model"] = prompt.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = prompt.Words, ["total_tokens"] = prompt.Words },
        }.ToJsonString();
    }
}
