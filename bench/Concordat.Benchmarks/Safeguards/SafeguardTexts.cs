using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Concordat.Benchmarks.Safeguards;

/// <summary>The texts that the safeguards are measured on: made here, the same on every machine.</summary>
internal static class SafeguardTexts
{
    private const int Mebibyte = 1 << 20;

    private const string Prose =
        "The harbour radar was serviced in the spring, and the crew has kept a log of each fault since then. Most of the entries are short: "
        + "a bearing ran warm, a cable was replaced, the display was slow after the update. Where a fault came back, the engineer wrote down "
        + "what had been tried before, how long it took, and which spare parts were left in the store. Please read the log and say which three "
        + "repairs cannot wait, and why; a reader without training should be able to follow the reasons.\n";

    private const string Report =
        "3.2 Findings (continued). The pump was stopped at 14:05 and again at 16:40, 2 of 12 valves (16.7 %) leaked, see table 4-1; part no. "
        + "AX-2201/7 is out of stock until 2026-03-01. Costs: $1,250.00 for labour, $310.45 for parts. Contact: the duty officer, building 9.\n";

    /// <summary>A prompt of one kibibyte that gives no reason to look twice.</summary>
    public static readonly byte[] Prompt = Body(Repeat(_ => Prose, 1024 - 90));

    /// <summary>One mebibyte each.</summary>
    public static readonly IReadOnlyDictionary<string, byte[]> Documents = new Dictionary<string, byte[]>(StringComparer.Ordinal)
    {
        ["prose"] = Body(Repeat(_ => Prose, Mebibyte)),
        ["report with numbers"] = Body(Repeat(_ => Report, Mebibyte)),
        ["marked paragraphs"] = Body(Repeat(i => (i % 3 == 0 ? "(S//NF) " : "(U) ") + Prose, Mebibyte)),
        ["records of persons"] = Body(Repeat(Record, Mebibyte)),
        ["source code"] = Body(Repeat(i => $"    if (items[{i}].Name == \"x\\n\" && total_{i} >= 0x{i:X4}) {{ return Convert(a % b, &value); }} // see §{i}\n", Mebibyte)),
        ["base64 of text"] = Body(Convert.ToBase64String(Encoding.UTF8.GetBytes(Repeat(_ => Prose, Mebibyte * 3 / 4)))),
        ["percent escapes"] = Body(string.Concat(Encoding.UTF8.GetBytes(Repeat(_ => Prose, Mebibyte / 3)).Select(b => string.Create(CultureInfo.InvariantCulture, $"%{b:X2}")))),
        ["Cyrillic prose"] = Body(Repeat(_ => "Радар в гавани обслуживали весной, и с тех пор экипаж ведёт журнал каждой неисправности. ", Mebibyte / 2)),
        ["Chinese prose"] = Body(Repeat(_ => "港口雷达在春季进行了维护，此后工作人员记录了每一次故障。", Mebibyte / 3)),
    };

    /// <summary>Answers as streams of chat chunks, five characters each.</summary>
    public static readonly IReadOnlyDictionary<string, byte[][]> Streams = new Dictionary<string, byte[][]>(StringComparer.Ordinal)
    {
        ["prose"] = Chunks(Repeat(_ => Prose, 1 << 14)),
        ["report with numbers"] = Chunks(Repeat(_ => Report, 1 << 14)),
        ["records of persons"] = Chunks(Repeat(Record, 1 << 14)),
        ["base64 of text"] = Chunks(Convert.ToBase64String(Encoding.UTF8.GetBytes(Repeat(_ => Prose, 12 << 10)))),
    };

    private static byte[][] Chunks(string text) =>
        [.. text.Chunk(5).Select(part => Encoding.UTF8.GetBytes(
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
            + JsonSerializer.Serialize(new string(part), SafeguardJson.Relaxed.String) + "}}]}"))];

    private static string Record(int i) => string.Create(CultureInfo.InvariantCulture,
        $"{i},Jane Doe {i},jane.doe{i}@example.com,(202) 555-{i % 10000:D4},{219 + (i % 300)}-{10 + (i % 89)}-{i % 10000:D4},\"{i} Main St, Springfield\",38.{i % 10000:D4},-77.{i % 10000:D4}\n");

    private static string Repeat(Func<int, string> piece, int length)
    {
        var text = new StringBuilder(length + 1024);
        for (var i = 0; text.Length < length; i++)
        {
            text.Append(piece(i));
        }

        return text.ToString(0, length);
    }

    private static byte[] Body(string text) => Encoding.UTF8.GetBytes(
        "{\"model\":\"mock-1\",\"messages\":[{\"role\":\"user\",\"content\":" + JsonSerializer.Serialize(text, SafeguardJson.Relaxed.String) + "}]}");
}
