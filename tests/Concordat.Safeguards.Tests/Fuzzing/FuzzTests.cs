using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Concordat.Safeguards.Tests.Fuzzing;

/// <summary>
/// Spoilt texts: nothing is thrown, a text means the same however a stream cuts it, what is held back is bounded, and the work for each byte
/// stays within a bound even for the texts that a search for the most expensive ones finds.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    /// <summary>Bytes read for each byte of a text, over all readings; a text shorter than 256 bytes counts as that long.</summary>
    private const int _mostWork = 192;

    private static readonly string? _minutes = Environment.GetEnvironmentVariable("SAFEGUARDS_FUZZ_MINUTES");
    private static readonly string? _seed = Environment.GetEnvironmentVariable("SAFEGUARDS_FUZZ_SEED");

    [Fact]
    public void A_text_means_the_same_however_it_is_cut()
    {
        var texts = new FuzzTexts(Seed(1));
        Repeat(4_000, _ =>
        {
            var text = texts.Next(2) == 0 ? texts.New() : texts.Spoil(texts.New());
            var parts = texts.Cut(text);
            Assert.True(Describe([text]).Equals(Describe(parts), StringComparison.Ordinal), $"seed {Seed(1)}: `{string.Join("¦", parts)}`\n{Describe([text])}\n{Describe(parts)}");
        });
    }

    [Fact]
    public void No_text_costs_more_than_a_bounded_work_for_each_byte()
    {
        var texts = new FuzzTexts(Seed(2));
        var worst = Enumerable.Range(0, 24).Select(_ => texts.New()).Select(text => (Text: text, Work: Work(text))).ToList();
        Repeat(6_000, _ =>
        {
            var text = texts.Spoil(worst[texts.Next(worst.Count)].Text);
            text = text.Length > 4096 ? text[..4096].TrimEnd('\uD83D', '\uD835', '\uDB40', '\uD83C') : text;
            var work = Work(text);
            Assert.True(work <= _mostWork, $"seed {Seed(2)}: {work:F1} bytes read for each byte of `{text}`");
            if (work > worst[^1].Work)
            {
                worst[^1] = (text, work);
                worst.Sort((a, b) => b.Work.CompareTo(a.Work));
            }
        });

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"most expensive: {worst[0].Work:F1} bytes read for each byte of `{worst[0].Text[..Math.Min(400, worst[0].Text.Length)]}`"));
    }

    private static int Seed(int otherwise) => _seed is null ? otherwise : int.Parse(_seed, CultureInfo.InvariantCulture);

    private static void Repeat(int rounds, Action<int> round)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; _minutes is null ? i < rounds : clock.Elapsed < TimeSpan.FromMinutes(double.Parse(_minutes, CultureInfo.InvariantCulture) / 2); i++)
        {
            round(i);
        }
    }

    private static double Work(string text)
    {
        var request = new RequestInspection();
        var body = Disguise.Body(text);
        Assert.Null(request.InspectJson(body, 8));
        return request.Findings.Work / (double)Math.Max(256, body.Length);
    }

    /// <summary>What was found, but for topics: how far the words of a second reading stand from others may differ with the cuts.</summary>
    private static string Describe(string[] parts)
    {
        var answer = new AnswerInspection();
        foreach (var part in parts)
        {
            Assert.Null(answer.InspectEvent(StreamedAnswerTests.Chunk(part), 8));
            Assert.True(answer.SafePosition <= answer.Position && answer.Position - answer.SafePosition <= 2700);
        }

        answer.Complete();
        var findings = answer.Findings;
        var label = findings.Label(new NetworkCeiling(2, ["USA", "GBR"]));
        var text = new StringBuilder();
        text.AppendJoin(' ', findings.PersonKeys.Select(key => $"{key.Kind}:{key.Value}:{key.Nationality}").Order(StringComparer.Ordinal));
        text.Append(CultureInfo.InvariantCulture, $"|{findings.Persons.Located}|{label.Level}|{string.Join(',', label.Controls.Order(StringComparer.Ordinal))}|{label.AboveNetwork}");
        text.Append(CultureInfo.InvariantCulture, $"|{label.Malformed}|{label.Releasable}|{findings.Content.Hidden}|{findings.Content.Confusable}");
        text.Append(CultureInfo.InvariantCulture, $"|{string.Join(',', findings.Content.Uninspectable.Order(StringComparer.Ordinal))}|{findings.Content.Bytes}");
        return text.ToString();
    }
}
