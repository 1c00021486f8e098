using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Cedar.Tests.Generation;
using Concordat.Cedar.Tests.Oracle;

namespace Concordat.Cedar.Tests.Fuzzing;

/// <summary>
/// Hostile text never crashes, hangs or overflows the stack. The corpus are the official cases, generated cases and what was found before;
/// `eng/fuzz-cedar` runs as long as one likes from another seed each time, and also asks the official engine whether it reads the same texts.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int StackSize = 1024 * 1024;

    private static readonly string Found = Path.Combine(AppContext.BaseDirectory, "Fuzzing", "found");

    public static TheoryData<string> Regressions => [.. Directory.EnumerateFiles(Found).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Regressions))]
    public void What_was_found_once_stays_mended(string file)
    {
        var text = File.ReadAllText(Path.Combine(Found, file));
        Assert.Null(OnSmallStack(() => Target(KindOf(file))(text)));
    }

    [Fact]
    public void Spoilt_texts_are_refused_or_answered_and_nothing_else()
    {
        var minutes = Setting("CEDAR_FUZZ_MINUTES", 0);
        var seed = Setting("CEDAR_FUZZ_SEED", 20261122);
        using var oracle = minutes > 0 ? new CedarOracle() : null;
        var run = new Run(seed, Corpus(), oracle);
        var failure = OnSmallStack(() =>
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; minutes > 0 ? clock.Elapsed.TotalMinutes < minutes : i < 20_000; i++)
            {
                run.Next();
            }
        });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {run.Count} texts, {run.Read} policy sets read, slowest {run.Slowest.TotalMilliseconds:F0} ms, {run.Disagreements.Count} disagreements about what can be read"));
        Assert.Null(failure);
        Assert.True(run.Failures.Count == 0, string.Join("\n\n", run.Failures));
        Assert.True(run.Disagreements.Count == 0, string.Join("\n\n", run.Disagreements.Take(20)));
        Assert.True(run.Read > run.Count / 50, "the fuzzer no longer gets past the parser");
    }

    internal static Action<string> Target(string kind) => kind switch
    {
        "cedar" => FuzzTarget.Policies,
        "cedarschema" => FuzzTarget.SchemaText,
        _ => FuzzTarget.Json,
    };

    private static string KindOf(string file) => Path.GetExtension(file) switch { ".cedar" => "cedar", ".cedarschema" => "cedarschema", _ => "json" };

    private static Exception? OnSmallStack(Action act)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(act), StackSize);
        thread.Start();
        thread.Join();
        return failure;
    }

    private static List<(string Kind, string Text)> Corpus()
    {
        var corpus = new List<(string, string)>();
        foreach (var folder in new[] { Path.Combine(AppContext.BaseDirectory, "cases"), Found })
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var isText = Path.GetExtension(file) is ".cedar" or ".cedarschema" || file.EndsWith("entities.json", StringComparison.Ordinal);
                if (isText && new FileInfo(file).Length < 8_000)
                {
                    corpus.Add((KindOf(file), File.ReadAllText(file)));
                }
            }
        }

        for (var seed = 0; seed < 100; seed++)
        {
            var test = CaseGenerator.Generate(seed);
            corpus.AddRange([("cedar", test.Policies), ("cedarschema", test.Schema), ("json", test.Entities.ToJsonString()), ("json", test.Requests[0]!["context"]!.ToJsonString())]);
        }

        return corpus;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private sealed class Run(int seed, List<(string Kind, string Text)> corpus, CedarOracle? oracle)
    {
        private readonly Random _random = new(seed);
        private readonly Mutator _mutator = new(new Random(seed + 1), [.. corpus.Select(item => item.Text)]);
        private readonly string? _current = oracle is null ? null : Path.Combine(AppContext.BaseDirectory, "fuzz-current.txt");

        public int Count { get; private set; }

        public int Read { get; private set; }

        public TimeSpan Slowest { get; private set; }

        public List<string> Failures { get; } = [];

        public List<string> Disagreements { get; } = [];

        public void Next()
        {
            var (kind, original) = corpus[_random.Next(corpus.Count)];
            var text = _mutator.Mutate(original);
            if (_current is not null)
            {
                // Where the process does not survive, this file holds what it read last.
                File.WriteAllText(_current, $"{kind}\n{text}", new UTF8Encoding(false));
            }

            Count++;
            var isRead = kind == "cedar" && PolicySet.TryParse(text, null, out _, out _);
            Read += isRead ? 1 : 0;
            var began = Stopwatch.GetTimestamp();
            try
            {
                Target(kind)(text);
            }
            catch (Exception fault)
            {
                Report(kind, text, fault);
            }

            var took = Stopwatch.GetElapsedTime(began);
            if (took > Slowest)
            {
                Slowest = took;
                if (_current is not null && took.TotalSeconds > 0.5)
                {
                    File.WriteAllText(Path.Combine(AppContext.BaseDirectory, string.Create(CultureInfo.InvariantCulture, $"fuzz-slow-{took.TotalSeconds:F1}s.{kind}")), text, new UTF8Encoding(false));
                }
            }

            Compare(kind, text);
        }

        private void Compare(string kind, string text)
        {
            if (oracle is null || kind == "json" || Count % 5 != 0 || text.Any(char.IsSurrogate))
            {
                return;
            }

            var answer = kind == "cedar"
                ? oracle.Call("checkParsePolicySet", new JsonObject { ["staticPolicies"] = text })
                : oracle.Call("checkParseSchema", text);
            IReadOnlyList<CedarDiagnostic> found;
            var isRead = kind == "cedar" ? PolicySet.TryParse(text, null, out _, out found) : CedarSchema.TryParse(text, null, out _, out found);
            var theirs = answer?["type"]?.GetValue<string>() == "success";

            // Static policies of the official engine hold no templates, our limits are our own, and an attribute is declared once
            // (docs/reference/cedar-compatibility.md).
            var isKnown = found.Any(one => one.Code is "duplicate-attribute" || one.Code.Contains("-too-", StringComparison.Ordinal) || one.Code.StartsWith("too-many", StringComparison.Ordinal));
            if (answer is not null && theirs != isRead && !isKnown && !text.Contains('?', StringComparison.Ordinal))
            {
                Disagreements.Add($"official {theirs}, ours {isRead}: {answer["errors"]?[0]?["message"]}\n{kind}: {text}");
            }
        }

        private void Report(string kind, string text, Exception fault)
        {
            if (Failures.Count < 20 && !Failures.Exists(known => known.Contains(fault.StackTrace?.Split('\n')[0] ?? "", StringComparison.Ordinal)))
            {
                Failures.Add($"{fault}\n{kind}: {Smaller(kind, text, fault.GetType())}");
            }
        }

        /// <summary>Leaves out what is not needed for the failure.</summary>
        private static string Smaller(string kind, string text, Type failure)
        {
            for (var size = text.Length / 2; size > 0; size /= 2)
            {
                for (var at = 0; at + size <= text.Length;)
                {
                    var shorter = text.Remove(at, size);
                    if (Record.Exception(() => Target(kind)(shorter))?.GetType() == failure)
                    {
                        text = shorter;
                    }
                    else
                    {
                        at += size;
                    }
                }
            }

            return text;
        }
    }
}
