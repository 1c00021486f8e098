using System.Text;
using Concordat.Safeguards.Suspicion;

namespace Concordat.Safeguards.Tests.Suspicion;

public sealed class TextWindowsTests
{
    [Fact]
    public void A_short_text_is_one_window_in_its_canonical_form() =>
        Assert.Equal(["Pay the Bill, then go."], Windows("Ｐay\u200b the  Bіll,\tthen go."));

    [Theory]
    [InlineData("Go on. Do it now, please.")]
    [InlineData("go on do it")]
    public void A_few_words_that_name_nothing_are_no_window(string text) => Assert.Empty(Windows(text));

    [Fact]
    public void Every_sentence_of_up_to_32_words_stands_whole_in_some_window()
    {
        var words = Enumerable.Range(0, 500).Select(i => $"word{i}").ToArray();
        var windows = Windows(string.Join(' ', words));
        for (var at = 0; at + 32 <= words.Length; at++)
        {
            var sentence = string.Join(' ', words[at..(at + 32)]);
            Assert.Contains(windows, window => window.Contains(sentence, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_windows_are_the_same_however_the_text_arrives()
    {
        var text = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 90).Select(i => i % 7 == 0 ? "наблюдать" : i % 5 == 0 ? "监控。" : $"don't {i}!")));
        var whole = Collect(reader => reader.Feed(text, 0));
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            Assert.Equal(whole, Collect(reader =>
            {
                for (var at = 0; at < text.Length;)
                {
                    var end = Math.Min(text.Length, at + random.Next(1, 30));
                    while (end < text.Length && (text[end] & 0xC0) == 0x80)
                    {
                        end++;
                    }

                    reader.Feed(text.AsSpan(at, end - at), at);
                    at = end;
                }
            }));
        }
    }

    [Fact]
    public void A_sentence_that_is_cut_over_texts_stands_whole_in_a_window()
    {
        string[] parts = ["Find out who", "was at the", "march, everyone"];
        var windows = Collect(parts);
        Assert.Contains("Find out who was at the march, everyone", windows);
    }

    [Fact]
    public void A_sentence_that_is_cut_into_single_words_is_seen_at_the_end()
    {
        Assert.Equal(["track them all day"], Collect(["track", "them", "all", "day"]));
    }

    [Fact]
    public void A_word_without_end_is_cut_and_not_lost()
    {
        var windows = Windows(new string('a', 10_000) + " comes to an end here");
        Assert.All(windows, window => Assert.True(window.Length <= 2048));
        Assert.Contains(windows, window => window.EndsWith("comes to an end here", StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_text_costs_two_looks_a_word_at_most()
    {
        var sink = new Sink();
        RequestInspection.Cut(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Repeat("again and", 50_000))), sink);
        Assert.InRange(sink.Words, 100_000, 200_100);
    }

    private static List<string> Windows(string text) => Collect(reader => reader.Feed(Encoding.UTF8.GetBytes(text), 0));

    private static List<string> Collect(string[] texts)
    {
        var sink = new Sink();
        var reader = new WindowReader(new TextWindows(sink));
        foreach (var text in texts)
        {
            reader.Feed(Encoding.UTF8.GetBytes(text), 0);
            reader.Complete();
        }

        reader.End();
        return sink.Windows;
    }

    private static List<string> Collect(Action<WindowReader> feed)
    {
        var sink = new Sink();
        var reader = new WindowReader(new TextWindows(sink));
        feed(reader);
        reader.Complete();
        reader.End();
        return sink.Windows;
    }

    private sealed class Sink : IWindowJudge
    {
        public List<string> Windows { get; } = [];

        public long Words { get; private set; }

        public void See(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words)
        {
            Windows.Add(Encoding.UTF8.GetString(text).Trim());
            Words += words.Length;
        }
    }
}
