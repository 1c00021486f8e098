using System.Text;

namespace Concordat.Safeguards.Tests;

/// <summary>Text made to break the inspectors: nothing is thrown, and the work stays within a bound for each byte, counted and not timed.</summary>
public sealed class HostileInputTests
{
    private const int _size = 1 << 20;

    /// <summary>Bytes read for each byte of the body, over all readings.</summary>
    private const int _mostWork = 24;

    [Theory]
    [InlineData("(")]
    [InlineData("7")]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData("\u200B")]
    [InlineData("\uFE0F")]
    [InlineData("//")]
    [InlineData("SECRET//")]
    [InlineData("S//NF ")]
    [InlineData("(S//")]
    [InlineData("202-555-")]
    [InlineData("2025550143 ")]
    [InlineData("+1 ")]
    [InlineData("1.2345,")]
    [InlineData("A")]
    [InlineData("QUFB")]
    [InlineData("TOP ")]
    [InlineData("REL TO USA, ")]
    [InlineData("\u0430a")]
    [InlineData("\U000E0041")]
    [InlineData("漢")]
    [InlineData("ﷺ")]
    [InlineData("°")]
    [InlineData("\\u0041")]
    [InlineData("\\\\u00")]
    [InlineData("track ")]
    [InlineData("plate ")]
    [InlineData("%41")]
    [InlineData("%2541 7 ")]
    [InlineData("%25252541 7 ")]
    [InlineData("%41 7 a ")]
    [InlineData("&#65;")]
    [InlineData("&aaaaaaaaaaaaaaaaaaa")]
    [InlineData("&")]
    [InlineData("%")]
    [InlineData("\\\\")]
    [InlineData("\\\\\\\\u0041")]
    [InlineData("a ")]
    [InlineData("a b  ")]
    [InlineData("7 ")]
    [InlineData("a-b-c-d-")]
    [InlineData("1.2.3.4.5.6.7.8. ")]
    [InlineData("a1!|")]
    [InlineData("S3CR3T// ")]
    [InlineData("VjBaR2ExSnNXbGRTV0doV1lURndWVmxyV21GTmJGcHpZVWRHVkZKc1NsZFVWbFp6VmxaV2MySkhSbFpOVmxweldrWmFVMVl4V25OWGJGSlRUVWR6ZVZZeU1YZFRN ")]
    [InlineData("616263646566676869")]
    [InlineData("JBSWY3DPEBLW64TMMQQQ")]
    [InlineData("\uDB40\uDD41")]
    [InlineData("a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301")]
    public void A_megabyte_of_one_thing_takes_bounded_work(string piece)
    {
        var count = _size / Encoding.UTF8.GetByteCount(piece);
        var body = Encoding.UTF8.GetBytes("{\"arguments\":\"" + string.Concat(Enumerable.Repeat(piece, count)) + "\"}");
        var request = new RequestInspection();
        Assert.Null(request.InspectJson(body, 8));
        _ = request.Findings.Persons;
        _ = request.Findings.Label(new NetworkCeiling(2, []));
        var answer = new AnswerInspection();
        Assert.Null(answer.InspectEvent(body, 8));
        Assert.True(answer.Position - answer.SafePosition <= 2700);
        answer.Complete();
        Assert.True(request.Findings.Work <= _mostWork * (long)body.Length, $"{request.Findings.Work / (double)body.Length:F1} bytes read for each byte");
        Assert.True(answer.Findings.Work <= _mostWork * (long)body.Length, $"{answer.Findings.Work / (double)body.Length:F1} bytes read for each byte");
    }

    [Fact]
    public void Random_text_never_throws_and_repeats_exactly()
    {
        string[] pieces =
        [
            "SECRET", "//", "(S", "(TS", ")", "NOFORN", "REL TO ", "USA, ", "GBR", "NF", "\n", " ", "  ", "202", "555", "0143", "-", ".", "(", "+", "+1", "00", "0",
            "38.8977", ",", "-77.0365", "°", "'", "\"", "N", "W", "a@b.co", "@", "x", "passport ", "US ", "plate ", "ABC", "1234", "ssn ", "phone ", "\u200B", "é", "ж", "漢",
            "data:image/png;base64,", "iVBORw0KGgoAAAANSUhEUgAA", "U0VDUkVULy9OT0ZPUk4gdGV4dA==", "=", "/", "Ａ", "\U0001D400", "\uFFFF", "\u0378", "\U000E0041", "\u202E", "\0", "\u0301",
            "JOINT SECRET CAN GBR USA", "//NATO SECRET", "track", "their", "phones", "social", "credit", "score", "Classification:", "TOP ",
        ];
        var random = new Random(20261122);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)]));
            var whole = Describe([text]);
            Assert.Equal(whole, Describe([text]));
            var cut = random.Next(text.Length + 1);
            if (cut > 0 && cut < text.Length && !char.IsLowSurrogate(text[cut]))
            {
                Assert.Equal(whole, Describe([text[..cut], text[cut..]]));
            }
        }
    }

    private static string Describe(string[] parts)
    {
        var answer = new AnswerInspection();
        foreach (var part in parts)
        {
            Assert.Null(answer.InspectEvent(StreamedAnswerTests.Chunk(part), 8));
        }

        answer.Complete();
        var findings = answer.Findings;
        var label = findings.Label(new NetworkCeiling(2, ["USA", "GBR"]));
        var keys = findings.PersonKeys.Select(k => $"{k.Kind}:{k.Value}:{k.Nationality}").Order(StringComparer.Ordinal);
        return string.Join(' ', keys) + $"|{findings.Persons.Located}|{label.Level}|{string.Join(',', label.Controls.Order(StringComparer.Ordinal))}"
            + $"|{label.Malformed}|{label.Releasable}|{findings.Topics}|{findings.Content.Hidden}|{findings.Content.Confusable}"
            + $"|{string.Join(',', findings.Content.Uninspectable.Order(StringComparer.Ordinal))}|{findings.Content.Bytes}";
    }
}
