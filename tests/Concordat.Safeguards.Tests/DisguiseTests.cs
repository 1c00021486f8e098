namespace Concordat.Safeguards.Tests;

/// <summary>Whatever a text is written in, what it says is found; at every split of a stream, and held until it is.</summary>
public sealed class DisguiseTests
{
    private static readonly (string Text, string Kind)[] _telling =
    [
        ("jane.doe@example.com", "email"),
        ("call 202-555-0143 now", "phone"),
        ("ssn 219-09-9998", "ssn"),
        ("TOP SECRET//SI//NOFORN", "mark"),
        ("make a social credit score", "topic"),
    ];

    public static TheoryData<string> Names => [.. Disguise.All.Keys];

    private static Findings Inspect(string text)
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(Disguise.Body(text), 8));
        return inspection.Findings;
    }

    private static bool Holds(Findings findings, string kind) => kind switch
    {
        "topic" => findings.Topics.SocialScoring > 0,
        "mark" => findings.Label(new NetworkCeiling(0, [])).Rank >= 4,
        _ => findings.Persons.Kinds.Contains(kind),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_disguised_text_is_read(string name)
    {
        foreach (var (text, kind) in _telling)
        {
            foreach (var (lead, tail) in new[] { ("", ""), ("Please read ", " and answer."), ("x\n", "\ny") })
            {
                var disguised = lead + Disguise.All[name](text) + tail;
                Assert.True(Holds(Inspect(disguised), kind), $"{kind}: {disguised}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_disguised_text_in_a_stream_is_held_until_it_is_found(string name)
    {
        foreach (var (text, kind) in _telling)
        {
            var disguised = Disguise.All[name](text) + "\n";
            for (var cut = 0; cut <= disguised.Length; cut++)
            {
                if (cut > 0 && cut < disguised.Length && char.IsLowSurrogate(disguised[cut]))
                {
                    continue;
                }

                Feed([disguised[..cut], disguised[cut..]], kind);
            }

            Feed([.. Runes(disguised)], kind);
        }

        static void Feed(string[] parts, string kind)
        {
            var answer = new AnswerInspection();
            foreach (var part in parts.Where(part => part.Length > 0))
            {
                Assert.Null(answer.InspectEvent(StreamedAnswerTests.Chunk(part), 64));
            }

            answer.Complete();
            Assert.True(Holds(answer.Findings, kind), $"{kind}: {string.Join('|', parts)}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_of_a_disguised_identifier_is_let_go_before_it_is_found(string name)
    {
        const string Telling = "jane.doe@example.com";
        var disguised = Disguise.All[name](Telling) + "\n";
        var answer = new AnswerInspection();
        Assert.Null(answer.InspectEvent(StreamedAnswerTests.Chunk("Dear all,\n"), 64));
        var start = answer.Position;
        foreach (var part in Runes(disguised))
        {
            Assert.Null(answer.InspectEvent(StreamedAnswerTests.Chunk(part), 64));
            if (answer.Findings.Persons.Distinct > 0)
            {
                return;
            }

            Assert.True(answer.SafePosition <= start, $"`{disguised}` let {answer.SafePosition - start} bytes go at `{part}`");
        }

        answer.Complete();
        Assert.True(answer.Findings.Persons.Distinct > 0, disguised);
    }

    [Theory]
    [InlineData("s0c1al cr3dit sc0re")]
    [InlineData("$ocial cred!t score")]
    [InlineData("social cre-dit sc*o*r*e")]
    [InlineData("s.o.c.i.a.l credit score")]
    [InlineData("social credit sc%6Fre")]
    [InlineData("so&#99;ial credit score")]
    [InlineData("s o c i a l credit score")]
    [InlineData("social credit s c o r e")]
    [InlineData("social credit \\u0073core")]
    [InlineData("s\u0336o\u0336cial credit sc\u00F6re")]
    [InlineData("ѕосіаl сrеdіt ѕсоrе")]
    [InlineData("ꜱᴏᴄɪᴀʟ credit score")]
    [InlineData("ⓢⓞⓒⓘⓐⓛ credit score")]
    public void A_word_of_a_phrase_may_be_disguised(string text) => Assert.True(Inspect("make a " + text).Topics.SocialScoring > 0);

    [Theory]
    [InlineData("FRPERG//ABSBEA")]
    [InlineData("S3CR3T//N0F0RN")]
    [InlineData("S%45CRET%2F%2FNOFORN")]
    [InlineData("SECRET\\/\\/NOFORN")]
    [InlineData("(S&sol;&sol;NF) text")]
    [InlineData("S E C R E T / / N O F O R N")]
    [InlineData("U0VDUkVULy9OT0ZPUk4=")]
    public void A_mark_may_be_disguised(string text) => Assert.Equal("secret", Inspect(text).Label(new NetworkCeiling(2, [])).Level);

    [Theory]
    [InlineData("call 2 0 2 - 5 5 5 - 0 1 4 3", "+12025550143")]
    [InlineData("call 2.0.2.5.5.5.0.1.4.3 soon", "+12025550143")]
    [InlineData("phone=202%2D555%2D0143&x=1", "+12025550143")]
    [InlineData("j a n e @ e x a m p l e . c o m", "jane@example.com")]
    [InlineData("{\"a\":\"{\\\"b\\\":\\\"jane\\\\u0040example.com\\\"}\"}", "jane@example.com")]
    public void An_identifier_may_be_disguised(string text, string value) => Assert.Contains(value, Inspect(text).PersonKeys.Select(key => key.Value));

    [Theory]
    [InlineData("Tom &amp; Jerry, 100% sure, AT&T, C:\\new\\table, a & b, 5 % of")]
    [InlineData("Ann had a b c d e and 1 2 3 4 5 6 7 8 9 0 in a row")]
    [InlineData("3 1 4 1 5 9 2 6 5 3 5\n2 0 2 5 5 5 0 1 4 3\n")]
    [InlineData("see https://example.com/a%20b/c?d=e&f=%E2%82%AC#g and \\alpha + \\beta \\\\ \\frac{1}{2}")]
    [InlineData("printf(\"%d\\n\", x); regex \\d{3}-\\w+\\.\\s \\\\server\\share")]
    [InlineData("internationalization ConfigurationManager 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("the co-pilot's e-mail re-entered pre-flight v2.0.1-rc.3 at 10:30")]
    public void Ordinary_text_is_not_a_disguise(string text)
    {
        var findings = Inspect(text);
        Assert.False(findings.Any, $"{findings.Persons} {findings.Content} {findings.Topics} {findings.Label(new NetworkCeiling(0, []))}");
    }

    [Fact]
    public void What_is_disguised_too_deep_is_uninspectable()
    {
        var text = "jane.doe@example.com";
        for (var i = 0; i < 6; i++)
        {
            text = Disguise.Base64(text);
        }

        Assert.Equal(["unknown"], Inspect(text).Content.Uninspectable);
        var percent = "%6Aane@example.com";
        for (var i = 0; i < 6; i++)
        {
            percent = percent.Replace("%", "%25", StringComparison.Ordinal);
        }

        Assert.Equal(["unknown"], Inspect(percent).Content.Uninspectable);
    }

    [Theory]
    [InlineData("jane@exam", "ple.com", "jane@example.com")]
    [InlineData("his ssn is 219-09", "-9998", "219099998")]
    [InlineData("call 202", "555-0143", "+12025550143")]
    [InlineData("jane%40exam", "ple%2Ecom", "jane@example.com")]
    public void A_text_cut_over_two_messages_is_found(string first, string second, string value)
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(Disguise.Body(first, second), 8));
        Assert.Contains(value, inspection.Findings.PersonKeys.Select(key => key.Value));
    }

    [Fact]
    public void A_word_before_an_identifier_in_the_next_message_is_no_part_of_it()
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(Disguise.Body("many thanks", "jane@example.com", "and room 12", "bob@example.com"), 8));
        Assert.Equal(2, inspection.Findings.Persons.Distinct);
    }

    [Fact]
    public void A_mark_and_a_phrase_cut_over_two_messages_are_found()
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(Disguise.Body("make a social credit", "score. TOP", "SECRET//NOFORN"), 8));
        Assert.True(inspection.Findings.Topics.SocialScoring > 0);
        Assert.Equal("top-secret", inspection.Findings.Label(new NetworkCeiling(2, [])).Level);
    }

    private static IEnumerable<string> Runes(string text) => text.EnumerateRunes().Select(rune => rune.ToString());
}
