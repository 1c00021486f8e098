using System.Text;
using Concordat.Agreements.Documents;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Oversight.Tests.Grants;

/// <summary>What people sign is exactly what was held, what they read is exactly what they sign, and the store shows neither.</summary>
public sealed class CanonicalActionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly ActionTerms Terms =
        new("00112233445566778899aabbccddeeff", Now, Now.AddHours(1), Quorum.For(CaseType.Authorize, "force"), """{"persons":{"us":0}}"""u8.ToArray());

    private static readonly ActionFacts Facts = new()
    {
        Agreement = new string('a', 64),
        Phase = "toolCall",
        Operation = "chat",
        UseCase = "fires",
        Key = "key00001",
        Deployment = "d-1",
        Label = "{\"level\":\"none\"}"u8.ToArray(),
        Tool = "fire",
        Effect = "force",
        Schema = new string('5', 64),
        Arguments = "{\"target\":\"hulk 7\",\"rounds\":2}"u8.ToArray(),
    };

    public static TheoryData<string> Changes =>
        ["agreement", "phase", "operation", "useCase", "key", "deployment", "label", "tool", "effect", "schema", "arguments", "clauses", "type", "nonce", "notBefore", "expires", "quorum"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Any_change_is_another_action_with_another_text(string what)
    {
        var first = Of(Facts);
        var second = what switch
        {
            "agreement" => Of(Facts with { Agreement = new string('b', 64) }),
            "phase" => Of(Facts with { Phase = "request" }),
            "operation" => Of(Facts with { Operation = "messages" }),
            "useCase" => Of(Facts with { UseCase = "other" }),
            "key" => Of(Facts with { Key = "key00002" }),
            "deployment" => Of(Facts with { Deployment = "d-2" }),
            "label" => Of(Facts with { Label = "{\"level\":\"CUI\"}"u8.ToArray() }),
            "tool" => Of(Facts with { Tool = "Fire" }),
            "effect" => Of(Facts with { Effect = "none" }),
            "schema" => Of(Facts with { Schema = null }),
            "arguments" => Of(Facts with { Arguments = "{\"target\":\"hulk 7\",\"rounds\":3}"u8.ToArray() }),
            "clauses" => CanonicalAction.Of(Facts, CaseType.Authorize, ["3.1", "4.1"], Terms),
            "type" => CanonicalAction.Of(Facts, CaseType.Ruling, ["3.1"], Terms),
            "nonce" => Of(Facts, Terms with { Nonce = new string('0', 32) }),
            "notBefore" => Of(Facts, Terms with { NotBefore = Now.AddTicks(10) }),
            "expires" => Of(Facts, Terms with { Expires = Now.AddHours(2) }),
            _ => Of(Facts, Terms with { Quorum = Quorum.For(CaseType.Mask, null) }),
        };

        Assert.NotEqual(first.Digest, second.Digest);
        Assert.NotEqual(WithoutDigest(first), WithoutDigest(second));
    }

    [Fact]
    public void Spacing_and_order_of_arguments_do_not_matter()
    {
        var spaced = Facts with { Arguments = "{ \"rounds\" : 2.0, \"target\":\"hulk\\u00207\" }"u8.ToArray() };

        Assert.Equal(Of(Facts).Digest, Of(spaced).Digest);
        Assert.Equal(Facts.ToIdentity(), spaced.ToIdentity());
    }

    [Fact]
    public void An_action_survives_its_bytes_and_nothing_else_is_read()
    {
        var action = Of(Facts);
        var read = CanonicalAction.Read(action.Document.ToArray());

        Assert.Equal((action.Digest, Terms.Nonce, Terms.Expires, Terms.Quorum), (read.Digest, read.Terms.Nonce, read.Terms.Expires, read.Terms.Quorum));
        Assert.Equal(action.Digest, CanonicalAction.Of(Facts, CaseType.Authorize, ["3.1"], read.Terms).Digest);
        foreach (var text in (string[])["", "{}", "[1]", Encoding.UTF8.GetString(action.Document.Span) + " "])
        {
            Assert.Throws<FormatException>(() => CanonicalAction.Read(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Theory]
    [InlineData("{\"a.b\":1}", "{\"a\":{\"b\":1}}")]
    [InlineData("{\"a\":[1]}", "{\"a[0]\":1}")]
    [InlineData("{\"a\":\"x\"}", "{\"a\":\"x\\u200b\"}")]
    [InlineData("{\"a\":\"x\\n  tool.name: \\\"y\\\"\"}", "{\"a\":\"x\"}")]
    [InlineData("{\"a\":\"1\"}", "{\"a\":1}")]
    [InlineData("{\"a\":[]}", "{}")]
    [InlineData("{\"a\":\"\\u0430\"}", "{\"a\":\"a\"}")]
    public void No_two_arguments_look_the_same_or_write_lines_of_their_own(string one, string other)
    {
        var (first, second) = (Of(Facts with { Arguments = Encoding.UTF8.GetBytes(one) }), Of(Facts with { Arguments = Encoding.UTF8.GetBytes(other) }));

        Assert.NotEqual(WithoutDigest(first), WithoutDigest(second));
        Assert.Single(ActionText.Render(first.Document).Split('\n'), line => line.StartsWith("  tool.name:", StringComparison.Ordinal));
    }

    [Fact]
    public void Arguments_that_are_no_JSON_are_shown_as_text()
    {
        var text = ActionText.Render(Of(Facts with { Arguments = "rm -rf /tmp/x\u001b[2J"u8.ToArray() }).Document);

        Assert.Contains("\"rm -rf /tmp/x\\u{1b}[2J\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sealed_action_shows_nothing_and_opens_under_its_own_digest_and_key_alone()
    {
        var action = Of(Facts);
        var seal = new CaseSeal(new byte[CaseSeal.KeySize]);
        var @sealed = seal.Seal(action);

        Assert.Equal(action.Digest, seal.Open(@sealed, action.Digest)!.Digest);
        Assert.Equal(-1, @sealed.AsSpan().IndexOf("hulk"u8));
        Assert.Null(seal.Open(@sealed, new string('0', 64)));
        Assert.Null(new CaseSeal(Enumerable.Repeat((byte)1, CaseSeal.KeySize).ToArray()).Open(@sealed, action.Digest));
        @sealed[^20] ^= 1;
        Assert.Null(seal.Open(@sealed, action.Digest));
        Assert.Null(seal.Open(null, null));
    }

    [Fact]
    public void What_an_act_is_does_not_depend_on_who_asks_or_how_it_is_marked_described_or_written()
    {
        var like = Facts.ToLikeness();
        foreach (var other in (ActionFacts[])[
            Facts with { Key = "key00002" }, Facts with { Label = "{\"level\":\"secret\"}"u8.ToArray() }, Facts with { Deployment = "d-2" }, Facts with { Schema = new string('e', 64) },
            Facts with { Effect = "none" }, Facts with { Operation = "messages" }, Facts with { Agreement = new string('b', 64) },
            Facts with { Arguments = "{ \"target\":\"hulk 8\", \"rounds\":2.0,\n\"target\":\"hulk\\u00207\" }"u8.ToArray() }])
        {
            Assert.Equal(like, other.ToLikeness());
        }

        foreach (var other in (ActionFacts[])[
            Facts with { UseCase = "other" }, Facts with { Tool = "fire2" }, Facts with { Arguments = "{\"target\":\"hulk 8\",\"rounds\":2}"u8.ToArray() },
            Facts with { Arguments = "{\"target\":\"hulk 7\",\"target\":\"hulk 8\",\"rounds\":2}"u8.ToArray() }, Facts with { Arguments = "not JSON"u8.ToArray() }])
        {
            Assert.NotEqual(like, other.ToLikeness());
        }
    }

    [Fact]
    public void What_is_said_is_alike_by_its_substance_and_never_like_a_call()
    {
        var text = Facts with { Tool = null, Phase = "request", Content = new string('1', 64), Substance = new string('2', 64) };

        Assert.Equal(text.ToLikeness(), (text with { Content = new string('3', 64), Key = "key00002", Deployment = null, Label = "{}"u8.ToArray() }).ToLikeness());
        Assert.NotEqual(text.ToLikeness(), (text with { Substance = new string('4', 64) }).ToLikeness());
        Assert.NotEqual(text.ToLikeness(), (text with { Substance = null }).ToLikeness());
        Assert.NotEqual(text.ToLikeness(), Facts.ToLikeness());
    }

    [Fact]
    public void A_quorum_needs_a_person_on_each_seat()
    {
        var force = Quorum.For(CaseType.Authorize, "force");

        Assert.True(force.IsMetBy([("department", "commander"), ("department", "official")]));
        Assert.True(force.IsMetBy([("department", "official"), ("department", "commander")]));
        Assert.True(force.IsMetBy([("department", "commander"), ("department", "commander")]));
        Assert.False(force.IsMetBy([("department", "official"), ("department", "official")]));
        Assert.False(force.IsMetBy([("department", "commander")]));
        Assert.False(force.IsMetBy([("department", "commander"), ("vendor", "commander")]));
        Assert.Equal(force, Quorum.For(CaseType.Authorize, "unknown"));
        Assert.Equal(force, Quorum.For(CaseType.Authorize, null));
    }

    [Fact]
    public void A_quorum_that_the_agreement_writes_counts_and_one_that_it_does_not_is_as_it_ships()
    {
        var terms = new QuorumTerms { Force = ["department:commander", "department:commander|official", "department:official"] };

        var force = Quorum.For(CaseType.Authorize, "force", terms);

        Assert.Equal("commander of department + commander or official of department + official of department", force.ToString());
        Assert.False(force.IsMetBy([("department", "commander"), ("department", "official")]));
        Assert.True(force.IsMetBy([("department", "official"), ("department", "official"), ("department", "commander")]));
        Assert.Equal(force, Quorum.For(CaseType.Authorize, null, terms));
        Assert.Equal(Quorum.For(CaseType.Ruling, null), Quorum.For(CaseType.Ruling, null, terms));
        Assert.Equal(Quorum.For(CaseType.Authorize, "high-stakes"), Quorum.For(CaseType.Authorize, "high-stakes", terms));
        Assert.Equal(Quorum.For(CaseType.Mask, null), Quorum.For(CaseType.Mask, null, null));
    }

    private static CanonicalAction Of(ActionFacts facts, ActionTerms? terms = null) => CanonicalAction.Of(facts, CaseType.Authorize, ["3.1"], terms ?? Terms);

    private static string WithoutDigest(CanonicalAction action)
    {
        var text = ActionText.Render(action.Document);
        return text[..text.LastIndexOf("SHA-256", StringComparison.Ordinal)];
    }
}
