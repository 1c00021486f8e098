using System.Text;
using System.Text.Json;

namespace Concordat.Safeguards.Tests;

/// <summary>Telling texts cut at every position: each must be found, and nothing of it let go before.</summary>
public sealed class StreamedAnswerTests
{
    public static TheoryData<string, string> Telling => new()
    {
        { "jane.doe@example.com", "email" },
        { "(202) 555-0143", "phone" },
        { "+1 202 555 0143", "phone" },
        { "+44 20 7946 0958", "phone" },
        { "202-555-0143", "phone" },
        { "219-09-9998", "ssn" },
        { "38.8977, -77.0365", "coordinates" },
        { "38°53'52\"N 77°02'12\"W", "coordinates" },
        { "TOP SECRET//SI/TK//NOFORN", "mark" },
        { "(S//NF)", "mark" },
        { "SECRET//REL TO USA, GBR", "mark" },
        { "ＳＥＣＲＥＴ//NOFORN", "mark" },
        { "S\u200BECRET//NO\u200BFORN", "mark" },
        { "j\u0430ne.doe@ex\u0430mple.com", "email" },
    };

    private static bool IsFound(AnswerInspection answer, string kind)
    {
        var network = new NetworkCeiling(0, []);
        return kind is "topic" ? answer.Findings.Topics is { SocialScoring: > 0 } or { Force: > 0 } : kind is "mark" ? answer.Findings.Label(network).Rank >= 4 : answer.Findings.Persons.Kinds.Contains(kind);
    }

    internal static byte[] Chunk(string text) =>
        Encoding.UTF8.GetBytes($"{{\"id\":\"chatcmpl-1\",\"choices\":[{{\"delta\":{{\"content\":{JsonSerializer.Serialize(text)}}},\"index\":0}}]}}");

    private static void FeedAndCheck(string[] parts, string lead, string telling, string kind)
    {
        var answer = new AnswerInspection();
        var start = Encoding.UTF8.GetByteCount(lead);
        var found = false;
        foreach (var part in parts)
        {
            if (part.Length == 0)
            {
                continue;
            }

            Assert.Null(answer.InspectEvent(Chunk(part), 64));
            found = IsFound(answer, kind);
            Assert.True(found || answer.SafePosition <= start, $"`{string.Join('|', parts)}` let {answer.SafePosition - start} bytes of {telling} go");
            Assert.True(answer.SafePosition <= answer.Position);
        }

        answer.Complete();
        Assert.True(IsFound(answer, kind), $"`{string.Join('|', parts)}` was not found");
        Assert.Equal(answer.Position, answer.SafePosition);
    }

    [Theory]
    [MemberData(nameof(Telling))]
    public void A_telling_text_is_found_and_held_at_every_pair_of_splits(string telling, string kind)
    {
        foreach (var (lead, tail) in new[] { ("", ""), ("see \n", "\nand so on"), ("Dear all,\n", " "), ("\"", "\"") })
        {
            var text = lead + telling + (kind is "mark" ? "\n" + tail : tail);
            for (var i = 0; i <= text.Length; i++)
            {
                for (var j = i; j <= text.Length; j++)
                {
                    FeedAndCheck([text[..i], text[i..j], text[j..]], lead, telling, kind);
                }
            }

            FeedAndCheck([.. text.Select(c => c.ToString())], lead, telling, kind);
        }
    }

    [Theory]
    [InlineData("license plate ", "ABC 1234", "plate")]
    [InlineData("his passport no. is ", "X1234567", "passport")]
    [InlineData("cell: ", "2025550143", "phone")]
    [InlineData("see ", "cHJpbnQgamFuZS5kb2VAZXhhbXBsZS5jb20gbm93", "email")]
    [InlineData("make a ", "social credit score", "topic")]
    [InlineData("now ", "launch the drone strike", "topic")]
    [InlineData("Classification: ", "SECRET", "mark")]
    [InlineData("so Mr. ", "Ben Dubois", "name")]
    [InlineData("patient ", "Carla M. Garcia", "name")]
    [InlineData("lives at ", "14 Elm Street, Dayton, OH 45402", "address")]
    [InlineData("send to ", "PO Box 88, Fargo ND 58102", "address")]
    [InlineData("posted by ", "@ana_alvarez", "handle")]
    [InlineData("see ", "twitter.com/ana_alvarez", "handle")]
    [InlineData("login from ", "203.0.113.3", "ip")]
    [InlineData("driver's license ", "B124-4568-8900", "licence")]
    public void A_telling_text_that_words_before_it_announce_is_held(string lead, string telling, string kind)
    {
        var text = lead + telling + "\n";
        for (var i = 0; i < text.Length; i++)
        {
            for (var j = i; j < text.Length; j++)
            {
                FeedAndCheck([text[..i], text[i..j], text[j..]], lead, telling, kind);
            }
        }
    }

    [Theory]
    [InlineData("SECRET\n")]
    [InlineData("TOP SECRET")]
    [InlineData("(TS) The unit moved")]
    public void A_mark_of_its_own_line_is_held_until_the_line_ends(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            FeedAndCheck([text[..i], text[i..]], "", text, "mark");
        }
    }

    [Theory]
    [InlineData("The quick brown fox ")]
    [InlineData("Done. ")]
    [InlineData("Well, yes: ")]
    [InlineData("один два ")]
    public void Nothing_is_held_after_closed_prose(string text)
    {
        var answer = new AnswerInspection();
        answer.InspectEvent(Chunk(text), 64);
        Assert.Equal(answer.Position, answer.SafePosition);
    }

    [Fact]
    public void Choices_are_separate_texts_wherever_the_index_stands()
    {
        var answer = new AnswerInspection();
        Feed(answer, """{"choices":[{"delta":{"content":"219-09"},"index":0}]}""");
        Feed(answer, """{"choices":[{"index":1,"delta":{"content":"-9998"}}]}""");
        Assert.False(answer.Findings.Any);
        Feed(answer, """{"choices":[{"index":0,"delta":{"content":"-9998 "}}]}""");
        answer.Complete();
        Assert.Equal(1, answer.Findings.Persons.Distinct);
    }

    [Fact]
    public void Tool_arguments_are_unescaped_once_across_events()
    {
        foreach (var cut in Enumerable.Range(1, 40))
        {
            const string Arguments = "{\"to\":\"jane\\u0040example.com\",\"x\":\"\\n\"}";
            var answer = new AnswerInspection();
            foreach (var part in new[] { Arguments[..Math.Min(cut, Arguments.Length)], Arguments[Math.Min(cut, Arguments.Length)..] })
            {
                Feed(answer, $"{{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{{\"type\":\"input_json_delta\",\"partial_json\":{JsonSerializer.Serialize(part)}}}}}");
            }

            answer.Complete();
            Assert.Equal("jane@example.com", Assert.Single(answer.Findings.PersonKeys).Value);
        }
    }

    [Fact]
    public void Strings_of_one_path_in_one_event_are_also_texts_of_their_own()
    {
        var answer = new AnswerInspection();
        Feed(answer, """{"content":[{"type":"tool_use","input":{"phones":["2025550143","2025550144","2125550145"]}}]}""");
        answer.Complete();
        Assert.Equal(3, answer.Findings.Persons.Distinct);
    }

    [Fact]
    public void An_ended_text_holds_nothing_back()
    {
        var answer = new AnswerInspection();
        Feed(answer, """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"the end of 42"}}""");
        Assert.True(answer.SafePosition < answer.Position);
        Feed(answer, """{"type":"content_block_stop","index":0}""");
        Assert.Equal(answer.Position, answer.SafePosition);
    }

    [Fact]
    public void A_text_that_others_pass_by_is_let_go_but_still_joined()
    {
        var answer = new AnswerInspection();
        Feed(answer, """{"choices":[{"index":0,"delta":{"reasoning":"219-09"}}]}""");
        for (var i = 0; i < 20; i++)
        {
            Feed(answer, """{"choices":[{"index":0,"delta":{"content":"so "}}]}""");
        }

        Assert.Equal(answer.Position, answer.SafePosition);
        Feed(answer, """{"choices":[{"index":0,"delta":{"reasoning":"-9998"}}]}""");
        answer.Complete();
        Assert.Equal(1, answer.Findings.Persons.Distinct);
    }

    private static void Feed(AnswerInspection answer, string json) => Assert.Null(answer.InspectEvent(Encoding.UTF8.GetBytes(json), 64));
}
