using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Gateway.Dialects.Translation;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Upstreams;
using Concordat.Safeguards;

namespace Concordat.Gateway.Tests.Translation;

/// <summary>Requests and answers that are spoiled at random: each is translated or refused for a reason, and nothing else happens.</summary>
public sealed class MutationTests
{
    private const int Rounds = 12;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Fronts = ["chat/completions", "responses", "v1/messages"];
    private static readonly string[] Values = ["null", "true", "-1", "1e400", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "[[]]", "{}", "[null]", "{\"a\":{}}"];

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("converse")]
    [InlineData("gemini")]
    public void A_spoiled_answer_is_translated_or_withheld(string upstream)
    {
        var random = new Random(20_261_122);
        foreach (var item in Load("answers", upstream))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var front = Fronts[random.Next(Fronts.Length)];
                var exchange = new TranslatedExchange(front, Enum.Parse<UpstreamDialect>(upstream, ignoreCase: true), 1 << 20, "id", DateTimeOffset.UnixEpoch);
                try
                {
                    Take(exchange, item!, random);
                }
                catch (AnswerFaultException fault)
                {
                    Assert.NotEmpty(fault.Message);
                }
            }
        }
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public void A_spoiled_request_is_carried_or_refused(string front)
    {
        var random = new Random(20_261_122);
        var path = front switch { "chat" => Fronts[0], "responses" => Fronts[1], _ => Fronts[2] };
        foreach (var item in Load("requests", front))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var body = Spoil(item!["request"]!, random);
                var inspection = RequestInspection.Rent();
                var unsound = inspection.InspectJson(Encoding.UTF8.GetBytes(body), 64);
                RequestInspection.Return(inspection);
                if (unsound is not null)
                {
                    continue; // the strict walk before refuses it
                }

                var upstream = (UpstreamDialect)random.Next(4);
                try
                {
                    var output = new ArrayBufferWriter<byte>();
                    new TranslatedExchange(path, upstream, 1 << 20, "id", DateTimeOffset.UnixEpoch).WriteRequest(Encoding.UTF8.GetBytes(body), 4096, output);
                    Assert.NotNull(JsonNode.Parse(output.WrittenSpan));
                }
                catch (RequestFaultException fault)
                {
                    Assert.StartsWith("$", fault.Path, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Spoiled_frames_are_events_or_faults()
    {
        var random = new Random(20_261_122);
        var frame = EventFrames.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"x"}}""");
        for (var round = 0; round < 4_000; round++)
        {
            byte[] bytes = [.. frame, .. frame];
            for (var changes = random.Next(4); changes >= 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using var reader = new EventStreamReader(1 << 20);
            bytes.CopyTo(reader.Room());
            reader.Filled(bytes.Length);
            try
            {
                while (reader.TryRead(out var name, out var data))
                {
                    Assert.True(name.Length + data.Length < bytes.Length);
                }
            }
            catch (AnswerFaultException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        }
    }

    private static void Take(TranslatedExchange exchange, JsonNode item, Random random)
    {
        if (item["events"] is not JsonArray events)
        {
            exchange.WriteAnswer(Encoding.UTF8.GetBytes(Spoil(item["answer"]!, random)), new ArrayBufferWriter<byte>());
            return;
        }

        using var output = new EventWriter();
        var sink = exchange.OpenEvents(output);
        var reader = exchange.OpenReader();
        var spoiled = random.Next(events.Count);
        for (var i = 0; i < events.Count && !sink.HasEnded; i++)
        {
            var data = events[i]![1]!;
            var text = data is JsonValue value && value.TryGetValue<string>(out var raw) ? raw : i == spoiled ? Spoil(data, random) : data.ToJsonString(Plain);
            reader.ReadEvent(Encoding.ASCII.GetBytes(events[i]![0]?.GetValue<string>() ?? ""), Encoding.UTF8.GetBytes(text), sink);
        }

        reader.Close(sink);
    }

    /// <summary>Puts another value in the place of one, or takes a member away.</summary>
    private static string Spoil(JsonNode node, Random random)
    {
        var text = node.ToJsonString(Plain);
        var places = new List<(int Start, int End)>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject) && reader.TokenStartIndex > 0)
            {
                var start = (int)reader.TokenStartIndex;
                var copy = reader;
                copy.Skip();
                places.Add((start, (int)copy.BytesConsumed));
            }
        }

        if (places.Count == 0)
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var (from, to) = places[random.Next(places.Count)];
        return Encoding.UTF8.GetString(bytes, 0, from) + Values[random.Next(Values.Length)] + Encoding.UTF8.GetString(bytes, to, bytes.Length - to);
    }

    private static JsonArray Load(string folder, string name) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "cases", "dialects", folder, $"{name}.json")))!.AsArray();
}
