using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Safeguards;
using Concordat.Safeguards.Sentences;

namespace Concordat.Benchmarks.Safeguards;

/// <summary>Writes what inspection costs and which labelled texts it finds identifiers in, and the texts themselves for who is compared with it.</summary>
internal static class SafeguardFigures
{
    /// <summary>Kinds of identifiers that all who are compared look for.</summary>
    private static readonly PersonKind[] _common = [PersonKind.Email, PersonKind.Phone, PersonKind.Ssn];

    private static readonly string[] _compared = ["prose", "report with numbers", "records of persons", "source code"];

    /// <param name="folder">Where <c>ours.json</c>, <c>prompt.txt</c> and <c>documents.json</c> go.</param>
    /// <param name="labelled">Files of texts, one JSON object a line.</param>
    public static async Task<int> WriteAsync(string folder, string[] labelled)
    {
        var ours = new JsonObject { ["prompt"] = Json(SafeguardTexts.Prompt) };
        ours["documents"] = new JsonObject(SafeguardTexts.Documents.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)Json(each.Value))));
        ours["streams"] = new JsonObject(SafeguardTexts.Streams.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)Json(Throughput.MeasureStream(each.Value)))));
        ours["encoder"] = Encoder();
        var found = new JsonObject();
        foreach (var file in labelled)
        {
            await foreach (var line in File.ReadLinesAsync(file))
            {
                var text = JsonNode.Parse(line)!;
                found[text["id"]!.GetValue<string>()] = Finds(text["text"]!.GetValue<string>());
            }
        }

        ours["found"] = found;
        await File.WriteAllTextAsync(Path.Combine(folder, "ours.json"), ours.ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(folder, "prompt.txt"), Content(SafeguardTexts.Prompt));
        var documents = new JsonObject(_compared.Select(name => KeyValuePair.Create(name, (JsonNode?)Content(SafeguardTexts.Documents[name]))));
        await File.WriteAllTextAsync(Path.Combine(folder, "documents.json"), documents.ToJsonString());
        return 0;
    }

    private static JsonObject Json(byte[] body)
    {
        var cost = Throughput.Measure(body);
        return new JsonObject
        {
            ["bytes"] = body.Length,
            ["microseconds"] = cost.Best.TotalMicroseconds,
            ["allocated"] = Math.Round(cost.Bytes),
            ["work"] = cost.Work,
        };
    }

    private static JsonObject Json(StreamCost cost) => new()
    {
        ["microseconds"] = cost.Best.TotalMicroseconds,
        ["held"] = cost.Held,
        ["most"] = cost.Most,
        ["first"] = cost.First,
        ["behind"] = cost.Behind,
        ["mostBehind"] = cost.MostBehind,
    };

    /// <summary>The encoder on sentences of about 40 pieces: the fastest of many.</summary>
    private static JsonObject Encoder()
    {
        var vector = new float[SentenceEncoder.Dimensions];
        var words = string.Join(' ', Content(SafeguardTexts.Prompt).Split(' ').Take(31));
        var (best, pieces) = (TimeSpan.MaxValue, 0);
        for (var round = 0; round < 500; round++)
        {
            var start = Stopwatch.GetTimestamp();
            pieces = SentenceEncoder.Default.Encode(words, vector);
            var elapsed = Stopwatch.GetElapsedTime(start);
            best = elapsed < best ? elapsed : best;
        }

        return new JsonObject { ["pieces"] = pieces, ["milliseconds"] = best.TotalMilliseconds };
    }

    private static bool Finds(string text)
    {
        var inspection = RequestInspection.Rent();
        inspection.InspectText(Encoding.UTF8.GetBytes(text));
        var finds = inspection.Findings.PersonKeys.Any(key => _common.Contains(key.Kind));
        RequestInspection.Return(inspection);
        return finds;
    }

    private static string Content(byte[] body) => JsonNode.Parse(body)!["messages"]![0]!["content"]!.GetValue<string>();
}
