using System.Text;
using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>Puts the text of a stream together again, whatever the dialect, as a client would.</summary>
internal static class StreamedText
{
    public static string Of(string events)
    {
        var text = new StringBuilder();
        foreach (var line in events.Split('\n'))
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal))
            {
                continue;
            }

            var data = JsonNode.Parse(line[6..])!;
            var delta = data["choices"]?[0]?["delta"]?["content"] ?? data["delta"];
            text.Append(delta switch
            {
                JsonValue value => value.GetValue<string>(),
                JsonObject block => block["text"]?.GetValue<string>(),
                _ => null,
            });
        }

        return text.ToString();
    }
}
