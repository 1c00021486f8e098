using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Safeguards.Masking;

namespace Concordat.Safeguards.Tests;

/// <summary>Whatever way an identifier stands in an answer, it is taken out, or the inspection of the result finds it again.</summary>
public sealed class AnswerMaskTests
{
    private const string Mail = "jane.doe@example.com";

    private static readonly string[] Tokens = ["Write ", "jane", ".doe", "@example", ".com"];

    private static string Delta(string text) => new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["content"] = text } }) }.ToJsonString();

    private static MaskedAnswer? Mask(params string[] payloads) =>
        AnswerMask.Of([.. payloads.Select(payload => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(payload))], 32, after: 0);

    private static Findings Inspect(IReadOnlyList<byte[]> payloads)
    {
        var inspection = new AnswerInspection();
        Assert.All(payloads, payload => Assert.Null(inspection.InspectEvent(payload, 32)));
        inspection.Complete();
        return inspection.Findings;
    }

    private static string Text(IEnumerable<byte[]> payloads) =>
        string.Concat(payloads.Select(payload => JsonNode.Parse(payload)!["choices"]![0]!["delta"]!["content"]!.GetValue<string>()));

    [Fact]
    public void An_identifier_that_is_cut_at_any_character_of_a_stream_is_replaced_once()
    {
        const string Told = "Write to jane.doe@example.com, please.";
        for (var cut = 1; cut < Told.Length; cut++)
        {
            var masked = Mask(Delta(Told[..cut]), Delta(Told[cut..]))!;
            Assert.Equal("Write to [USPER 1 EMAIL], please.", Text(masked.Payloads));
            Assert.Equal(Mail, Assert.Single(masked.Persons).Person.Value);
            Assert.Equal(0, Inspect(masked.Payloads).Persons.Distinct);
        }
    }

    [Fact]
    public void A_stream_of_single_characters_is_masked()
    {
        var masked = Mask([.. "a: jane.doe@example.com b: +1 202-555-0143; c: jane.doe@example.com.".Select(c => Delta(c.ToString()))])!;
        Assert.Matches(@"^a: \[USPER 1 EMAIL\] b: .*\[USPER 2 TELEPHONY\]; c: \[USPER 1 EMAIL\]\.$", Text(masked.Payloads));
        Assert.Equal(0, Inspect(masked.Payloads).Persons.Distinct);
    }

    [Theory]
    [InlineData("so Mr. Ben Dubois called", "so Mr. [USPER 1 SURNAME] called")]
    [InlineData("lives at 14 Elm Street, Dayton, OH 45402 now", "lives at [USPER 1 POSTAL] now")]
    [InlineData("posted by @ana_alvarez today", "posted by [USPER 1 MONIKER] today")]
    [InlineData("login from 203.0.113.3 at night", "login from [USPER 1 ENDPOINT] at night")]
    [InlineData("driver's license D1234567 of hers", "driver's license [USPER 1 DRIVING-DOCUMENT] of hers")]
    public void Names_addresses_and_documents_are_masked_however_they_are_streamed(string text, string expected)
    {
        foreach (var pieces in new[] { [text], text.Select(static c => c.ToString()).ToArray() })
        {
            var masked = Mask([.. pieces.Select(Delta)])!;
            Assert.Equal(expected, Text(masked.Payloads));
            Assert.Equal(0, Inspect(masked.Payloads).Persons.Distinct);
        }
    }

    [Theory]
    [MemberData(nameof(DisguiseTests.Names), MemberType = typeof(DisguiseTests))]
    public void A_disguised_identifier_is_taken_out_with_its_disguise_or_found_again(string name)
    {
        var disguised = Disguise.All[name](Mail);
        foreach (var pieces in new[] { new[] { "It is " + disguised + " then" }, ["It is " + disguised[..(disguised.Length / 2)], disguised[(disguised.Length / 2)..] + " then"] })
        {
            if (Mask([.. pieces.Select(Delta)]) is not { } masked)
            {
                continue; // held, as nothing can be pointed at
            }

            Assert.Equal(Mail, masked.Persons[0].Person.Value);
            if (Inspect(masked.Payloads).Persons.PresumedUs == 0)
            {
                Assert.DoesNotContain("jane", Encoding.UTF8.GetString([.. masked.Payloads.SelectMany(each => each)]), StringComparison.OrdinalIgnoreCase);
                Assert.Contains("[USPER 1 EMAIL]", Text(masked.Payloads), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Most_disguises_are_masked_and_not_held()
    {
        var held = Disguise.All.Where(each => Mask(Delta("It is " + each.Value(Mail) + " then")) is not { } masked || Inspect(masked.Payloads).Persons.PresumedUs > 0)
            .Select(each => each.Key).ToList();
        Assert.True(held.Count <= 3, string.Join(", ", held));
    }

    [Fact]
    public void Base64_leaves_nothing_of_the_identifier()
    {
        var masked = Mask(Delta("see " + Disguise.Base64("the mail of the person is " + Mail + " and no other") + " there"))!;
        Assert.Equal("see [USPER 1 EMAIL] there", Text(masked.Payloads));
    }

    [Fact]
    public void The_arguments_of_a_tool_call_stay_json()
    {
        var masked = Mask("""{"choices":[{"index":0,"message":{"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"to\":\"jane.doe@example.com\",\"n\":1}"}}]}}]}""")!;
        var arguments = JsonNode.Parse(masked.Payloads[0])!["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>();
        Assert.Equal("[USPER 1 EMAIL]", JsonNode.Parse(arguments)!["to"]!.GetValue<string>());
    }

    [Fact]
    public void A_number_becomes_a_text()
    {
        var masked = Mask("""{"content":[{"type":"tool_use","id":"t","name":"f","input":{"ssn":219099998,"x":3}}]}""")!;
        var input = JsonNode.Parse(masked.Payloads[0])!["content"]![0]!["input"]!;
        Assert.Equal(("[USPER 1 TAX-ID]", 3), (input["ssn"]!.GetValue<string>(), input["x"]!.GetValue<int>()));
    }

    [Fact]
    public void A_name_of_a_member_is_masked()
    {
        var masked = Mask("""{"content":[{"type":"tool_use","id":"t","name":"f","input":{"jane.doe@example.com":1}}]}""")!;
        Assert.Equal("""{"[USPER 1 EMAIL]":1}""", JsonNode.Parse(masked.Payloads[0])!["content"]![0]!["input"]!.ToJsonString());
    }

    [Fact]
    public void Log_probabilities_repeat_the_text_and_are_emptied()
    {
        var tokens = string.Join(',', Tokens.Select(token =>
            $$"""{"token":{{JsonSerializer.Serialize(token)}},"logprob":-0.1,"bytes":[{{string.Join(',', Encoding.UTF8.GetBytes(token))}}],"top_logprobs":[]}"""));
        var masked = Mask($$"""{"choices":[{"index":0,"message":{"content":"Write jane.doe@example.com"},"logprobs":{"content":[{{tokens}}],"refusal":null} } ]}""")!;
        Assert.Equal("""{"choices":[{"index":0,"message":{"content":"Write [USPER 1 EMAIL]"},"logprobs":null } ]}""", Encoding.UTF8.GetString(masked.Payloads[0]));
    }

    [Fact]
    public void A_refusal_is_masked_like_any_other_text()
    {
        var masked = Mask("""{"choices":[{"index":0,"message":{"content":null,"refusal":"I will not write to jane.doe@example.com."}}]}""")!;
        Assert.Equal("I will not write to [USPER 1 EMAIL].", JsonNode.Parse(masked.Payloads[0])!["choices"]![0]!["message"]!["refusal"]!.GetValue<string>());
    }

    [Fact]
    public void What_repeats_a_text_at_its_end_gets_the_same_placeholder()
    {
        var masked = Mask(
            """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"to jane.do"}""",
            """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"e@example.com"}""",
            """{"type":"response.output_text.done","item_id":"m","output_index":0,"content_index":0,"text":"to jane.doe@example.com"}""")!;
        Assert.Equal("to [USPER 1 EMAIL]", string.Concat(masked.Payloads.Take(2).Select(each => JsonNode.Parse(each)!["delta"]!.GetValue<string>())));
        Assert.Equal("to [USPER 1 EMAIL]", JsonNode.Parse(masked.Payloads[2])!["text"]!.GetValue<string>());
    }

    [Fact]
    public void Somebody_known_to_be_foreign_is_left_alone()
    {
        var masked = Mask(Delta("+44 20 7946 0958 or jane.doe@example.com"))!;
        Assert.Equal("+44 20 7946 0958 or [USPER 1 EMAIL]", Text(masked.Payloads));
    }

    [Fact]
    public void A_number_that_was_given_before_is_not_given_again()
    {
        var masked = Mask(Delta("As [USPER 7 EMAIL] said, ask jane.doe@example.com"))!;
        Assert.Equal("As [USPER 7 EMAIL] said, ask [USPER 8 EMAIL]", Text(masked.Payloads));
    }

    [Fact]
    public void More_identifiers_than_places_are_kept_are_not_masked() =>
        Assert.Null(Mask(Delta(string.Concat(Enumerable.Range(0, FindingPlace.Max + 1).Select(i => $"u{i}@example.com ")))));

    [Fact]
    public void A_text_without_identifiers_is_not_masked() => Assert.Null(Mask(Delta("nothing here")));

    [Fact]
    public void A_placeholder_means_nothing_to_the_safeguards()
    {
        var text = string.Join(' ', Enum.GetValues<PersonKind>().Select(kind => $"[{Placeholders.Of(12, kind)}]"));
        var findings = Inspect([Encoding.UTF8.GetBytes(Delta($"We met {text} there; order 123456789."))]);
        Assert.False(findings.Any);
        Assert.All(Enum.GetValues<PersonKind>(), kind => Assert.True(Placeholders.IsName(Placeholders.Of(1, kind))));
        Assert.False(Placeholders.IsName("USPER 0 EMAIL") || Placeholders.IsName("USPER 1 NAME") || Placeholders.IsName("") || Placeholders.IsName(null));
    }

    [Fact]
    public void Nothing_is_printed_of_an_identifier()
    {
        var masked = Mask(Delta(Mail))!;
        Assert.Equal("USPER 1 EMAIL", masked.Persons[0].ToString());
    }
}
