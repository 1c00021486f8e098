using Concordat.Console.Reading;

namespace Concordat.Console.Tests.Reading;

public sealed class ProseReaderTests
{
    [Fact]
    public void Headings_become_sections_with_their_numbers()
    {
        var sections = ProseReader.Read("# Title\n\nbefore\n\n## Article 2. Force\n\n### 2.10 No *force*\n\none\ntwo\n\nthree\n- a\n  b\n- c\n");

        Assert.Equal([null, null, "2.10"], sections.Select(section => section.Number));
        Assert.Equal(["", "Article 2. Force", "No *force*"], sections.Select(section => section.Title));
        Assert.Equal(["part-", "part-article-2--force", "clause-2.10"], sections.Select(section => section.Anchor));
        Assert.Equal(["one two", "three", "a b", "c"], sections[2].Blocks.Select(block => block.Runs[0].Text));
        Assert.Equal([false, false, true, true], sections[2].Blocks.Select(block => block.IsItem));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a **b** c", "a |B:b| c")]
    [InlineData("*a* `b*c*` d", "E:a| |C:b*c*| d")]
    [InlineData("2 * 3 ** 4", "2 * 3 ** 4")]
    [InlineData("**open", "**open")]
    [InlineData("****", "****")]
    [InlineData("<b>&amp; [x](javascript:y)", "<b>&amp; [x](javascript:y)")]
    public void Marks_that_close_style_their_text_and_others_stay(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', ProseReader.ReadRuns(text).Select(run => run.Style switch
        {
            ProseStyle.Strong => "B:" + run.Text,
            ProseStyle.Emphasis => "E:" + run.Text,
            ProseStyle.Code => "C:" + run.Text,
            _ => run.Text,
        })));
}
