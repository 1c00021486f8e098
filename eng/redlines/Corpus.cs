using System.Text;
using System.Text.Json;
using Concordat.Safeguards;
using Concordat.Safeguards.Suspicion;

namespace Concordat.RedLines;

/// <summary>Reads the corpus, and other labelled prompts in its form.</summary>
internal static class Corpus
{
    public static readonly string[] RedLines = ["surveillance", "force", "decisions"];

    /// <summary>All lines of the files below a folder, in the order of their names.</summary>
    public static List<CorpusLine> Read(string folder) =>
        [.. Directory.GetFiles(folder, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(ReadFile)];

    private static IEnumerable<CorpusLine> ReadFile(string file)
    {
        var number = 0;
        foreach (var text in File.ReadLines(file))
        {
            number++;
            CorpusLine line;
            try
            {
                line = Parse(text);
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new InvalidDataException($"{file}:{number}: {fault.Message}", fault);
            }

            yield return Cut(line);
        }
    }

    /// <summary>Cuts the text of a line into the windows that are judged.</summary>
    public static CorpusLine Cut(CorpusLine line)
    {
        var capture = new Capture();
        RequestInspection.Cut(Encoding.UTF8.GetBytes(line.Text), capture);
        line.Windows = capture.Windows;
        line.Telling = capture.Windows.FirstOrDefault();
        return line;
    }

    private static CorpusLine Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        string Optional(string name) => root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        return new CorpusLine(
            root.GetProperty("id").GetString()!,
            Array.IndexOf(RedLines, root.GetProperty("red_line").GetString()),
            root.GetProperty("label").GetString()!,
            Optional("style"),
            Optional("lang"),
            Optional("author"),
            root.GetProperty("text").GetString()!);
    }

    private sealed class Capture : IWindowJudge
    {
        public List<CorpusWindow> Windows { get; } = [];

        public void See(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words) => Windows.Add(new CorpusWindow(text, words));
    }
}
