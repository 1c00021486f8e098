using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Gateway.Dialects.Translation;

namespace Concordat.Gateway.Tests.Translation;

/// <summary>
/// tests/cases/dialects: what becomes of each request of a client's dialect for each upstream's, and of each answer on its way back.
/// <c>CONCORDAT_WRITE_CASES=tests/cases/dialects</c> writes down what becomes of them now, to be read before it is committed.
/// </summary>
public sealed class ConformanceTests
{
    private const string Id = "0192f0c1d2e37a4b8c5d6e7f80919293";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var front in (string[])["chat", "responses", "messages"])
        {
            foreach (var upstream in (string[])["chat", "messages", "converse", "gemini"])
            {
                if (front != upstream)
                {
                    pairs.Add(front, upstream);
                }
            }
        }

        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void A_request_is_carried_whole_or_refused_by_the_name_of_what_cannot_be(string front, string upstream) =>
        Check(front, upstream, "requests", front, item => Request(front, upstream, item["request"]!.ToJsonString(Plain)));

    [Theory, MemberData(nameof(Pairs))]
    public void An_answer_comes_back_whole_or_is_withheld_for_a_reason(string front, string upstream) =>
        Check(front, upstream, "answers", upstream, item => item["events"] is { } events ? Stream(front, upstream, events.AsArray()) : Whole(front, upstream, item));

    [Theory]
    [InlineData("requests/chat.json")]
    [InlineData("requests/responses.json")]
    [InlineData("requests/messages.json")]
    [InlineData("answers/chat.json")]
    [InlineData("answers/messages.json")]
    [InlineData("answers/converse.json")]
    [InlineData("answers/gemini.json")]
    public void Each_case_says_where_it_is_from(string file)
    {
        var sources = Load("sources.json").AsObject();
        Assert.All(Load(file).AsArray(), item =>
        {
            var source = sources[item!["source"]?.GetValue<string>() ?? throw new InvalidOperationException($"{item["name"]} has no source")];
            Assert.StartsWith("https://", source!["page"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.NotEmpty(source["how"]!.GetValue<string>());
        });
    }

    private static void Check(string front, string upstream, string what, string from, Func<JsonNode, JsonObject> become)
    {
        var expectedFile = Path.Combine("expected", $"{front}-{upstream}.{what}.json");
        var actual = new JsonObject();
        foreach (var item in Load(Path.Combine(what, $"{from}.json")).AsArray())
        {
            actual.Add(item!["name"]!.GetValue<string>(), become(item));
        }

        if (Environment.GetEnvironmentVariable("CONCORDAT_WRITE_CASES") is { Length: > 0 } folder)
        {
            var lines = actual.Select(pair => $"  {JsonSerializer.Serialize(pair.Key, Plain)}: {pair.Value!.ToJsonString(Plain)}");
            Directory.CreateDirectory(Path.Combine(folder, "expected"));
            File.WriteAllText(Path.Combine(folder, expectedFile), $"{{\n{string.Join(",\n", lines)}\n}}\n");
            return;
        }

        var expected = Load(expectedFile).AsObject();
        Assert.Equal(expected.Select(pair => pair.Key), actual.Select(pair => pair.Key));
        foreach (var (name, became) in actual)
        {
            Assert.True(JsonNode.DeepEquals(expected[name], became), $"{name}\nexpected {expected[name]!.ToJsonString(Plain)}\nbecame   {became!.ToJsonString(Plain)}");
        }
    }

    private static JsonObject Request(string front, string upstream, string body)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            Open(front, upstream).WriteRequest(Encoding.UTF8.GetBytes(body), 4096, output);
            return new JsonObject { ["sent"] = JsonNode.Parse(output.WrittenSpan) };
        }
        catch (RequestFaultException fault)
        {
            return fault.Problem is null ? new JsonObject { ["refused"] = fault.Path } : new JsonObject { ["invalid"] = fault.Problem };
        }
    }

    private static JsonObject Whole(string front, string upstream, JsonNode item)
    {
        var output = new ArrayBufferWriter<byte>();
        var translation = Asked(front, upstream, stream: false);
        var body = Encoding.UTF8.GetBytes(item["answer"]!.ToJsonString(Plain));
        try
        {
            if (item["status"] is { } status)
            {
                translation.WriteError(body, status.GetValue<int>(), output);
            }
            else
            {
                translation.WriteAnswer(body, output);
            }

            return new JsonObject { ["given"] = JsonNode.Parse(output.WrittenSpan) };
        }
        catch (AnswerFaultException fault)
        {
            return new JsonObject { ["fault"] = fault.Message };
        }
    }

    private static JsonObject Stream(string front, string upstream, JsonArray events)
    {
        var translation = Asked(front, upstream, stream: true);
        using var output = new EventWriter();
        var sink = translation.OpenEvents(output);
        var reader = translation.OpenReader();
        try
        {
            foreach (var each in events)
            {
                var data = each![1]!;
                var text = data is JsonValue value && value.TryGetValue<string>(out var raw) ? raw : data.ToJsonString(Plain);
                reader.ReadEvent(Encoding.ASCII.GetBytes(each[0]?.GetValue<string>() ?? ""), Encoding.UTF8.GetBytes(text), sink);
            }

            reader.Close(sink);
        }
        catch (AnswerFaultException fault)
        {
            return new JsonObject { ["fault"] = fault.Message };
        }

        var given = new JsonArray();
        var became = new JsonObject { ["events"] = given };
        foreach (var block in Drain(output).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var data = block[(block.IndexOf("data: ", StringComparison.Ordinal) + 6)..];
            given.Add(data == "[DONE]" ? (JsonNode)data : JsonNode.Parse(data)!);
            Assert.Equal(block.StartsWith("event: ", StringComparison.Ordinal) ? $"event: {given[^1]!["type"]}\ndata: {data}" : $"data: {data}", block);
        }

        if (!sink.HasEnded)
        {
            became["ended"] = false;
        }

        return became;
    }

    private static TranslatedExchange Open(string front, string upstream) => new(
        front switch { "chat" => "chat/completions", "responses" => "responses", _ => "v1/messages" },
        Enum.Parse<UpstreamDialect>(upstream, ignoreCase: true), 1 << 20, Id, Now);

    private static TranslatedExchange Asked(string front, string upstream, bool stream)
    {
        var translation = Open(front, upstream);
        var options = front == "chat" && stream ? ""","stream_options":{"include_usage":true}""" : "";
        var body = $$"""{"model":"m","stream":{{(stream ? "true" : "false")}}{{options}},"messages":[],"input":[]}""";
        body = front == "responses" ? body.Replace(",\"messages\":[]", "", StringComparison.Ordinal) : body.Replace(",\"input\":[]", "", StringComparison.Ordinal);
        translation.WriteRequest(Encoding.UTF8.GetBytes(body), 4096, new ArrayBufferWriter<byte>());
        return translation;
    }

    private static string Drain(EventWriter output)
    {
        var bytes = new byte[1 << 20];
        return Encoding.UTF8.GetString(bytes, 0, output.Take(bytes));
    }

    private static JsonNode Load(string file) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "cases", "dialects", file)))!;
}
