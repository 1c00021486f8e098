using System.Text;
using System.Text.Json.Nodes;
using Concordat.Ledger.Entries;

namespace Concordat.Ledger.Tests.Entries;

public sealed class EntryFormTests
{
    private readonly EntryForm _form = new(EntrySchema.Current);

    [Fact]
    public void Entries_as_the_gateway_writes_them_are_of_the_published_form()
    {
        foreach (var entry in (JsonObject[])[SampleEntry.Configuration(), SampleEntry.Decision(7), SampleEntry.Outcome(7, 1), SampleEntry.Rejection(7)])
        {
            Assert.Null(_form.Fault(SampleEntry.Bytes(entry), out _));
        }
    }

    [Fact]
    public void What_other_entries_depend_on_is_taken_from_the_entry()
    {
        Assert.Null(_form.Fault(SampleEntry.Bytes(SampleEntry.Decision(7, second: 3)), out var decision));
        Assert.Null(_form.Fault(SampleEntry.Bytes(SampleEntry.Outcome(8, 41)), out var outcome));
        Assert.Null(_form.Fault(SampleEntry.Bytes(SampleEntry.Configuration()), out var start));

        Assert.Equal((EntryKind.Decision, (UInt128)7, true, -1L), (decision.Kind, decision.Exchange, decision.Permits, decision.Decision));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 7, 0, 3, TimeSpan.Zero), EntryTime.At(decision.Time));
        Assert.Equal((EntryKind.Outcome, 41L), (outcome.Kind, outcome.Decision));
        Assert.True(start.Starts);
    }

    [Theory]
    [InlineData("id", "\"ABCDEF\"", "`id` is not of the form")]
    [InlineData("id", "\"0000000000000000000000000000000g\"", "`id` is not of the form")]
    [InlineData("id", "7", "`id` is of the wrong type")]
    [InlineData("time", "\"2026-11-22T07:00:00Z\"", "`time` is not of the form")]
    [InlineData("time", "\"2026-11-22T07:00:00.000000Z\\n\"", "`time` is not of the form")]
    [InlineData("time", "\"2026-02-30T07:00:00.000000Z\"", "`time` is not a time")]
    [InlineData("time", "\"२०२६-11-22T07:00:00.000000Z\"", "`time` is not of the form")]
    [InlineData("verdict", "\"allow\"", "`verdict` has a value that is not known")]
    [InlineData("type", "\"note\"", "`type` has a value that is not known")]
    [InlineData("v", "2", "`v` has a value that is not known")]
    [InlineData("clauses", "[\"two\"]", "an item of a list is not of the form")]
    [InlineData("clauses", "\"2.1\"", "`clauses` is of the wrong type")]
    [InlineData("prompt", "\"attack at dawn\"", "it has a member `prompt`, which the schema does not know")]
    [InlineData("facts", "null", "`facts` is of the wrong type")]
    public void What_the_schema_does_not_allow_is_told(string member, string json, string fault)
    {
        var entry = SampleEntry.Decision(1);
        entry[member] = JsonNode.Parse(json);

        Assert.StartsWith(fault, _form.Fault(SampleEntry.Bytes(entry), out _), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decision", "request")]
    [InlineData("decision", "facts")]
    [InlineData("decision", "time")]
    [InlineData("outcome", "decision")]
    [InlineData("outcome", "answer")]
    [InlineData("rejection", "error")]
    [InlineData("configuration", "configuration")]
    public void What_the_schema_requires_of_a_kind_is_missed(string type, string member)
    {
        var entry = type switch
        {
            "decision" => SampleEntry.Decision(1),
            "outcome" => SampleEntry.Outcome(1, 0),
            "rejection" => SampleEntry.Rejection(1),
            _ => SampleEntry.Configuration(),
        };
        entry.Remove(member);

        Assert.Equal($"`{member}` is missing", _form.Fault(SampleEntry.Bytes(entry), out _));
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("{", "it is not JSON")]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("""{"agreement":"x","agreement":"x"}""", "`agreement` is not of the form")]
    public void What_is_not_an_object_of_JSON_is_told(string text, string fault) =>
        Assert.StartsWith(fault, _form.Fault(Encoding.UTF8.GetBytes(text), out _), StringComparison.Ordinal);

    [Fact]
    public void An_entry_that_says_the_same_in_other_bytes_is_not_canonical()
    {
        var canonical = Encoding.UTF8.GetString(SampleEntry.Bytes(SampleEntry.Decision(1)));
        foreach (var other in (string[])
        [
            canonical + " ", " " + canonical, canonical.Replace(":1,", ": 1,", StringComparison.Ordinal), canonical.Replace("\"v\"", " \"v\"", StringComparison.Ordinal),
            canonical + canonical, canonical.Replace("\"facts\":{\"operation\":\"chat\"}", "\"facts\":{\"b\":1,\"a\":1}", StringComparison.Ordinal),
            canonical.Replace("\"key\":\"k1\"", "\"key\":\"k1\",\"key\":\"k2\"", StringComparison.Ordinal),
        ])
        {
            Assert.NotEqual(canonical, other);
            Assert.NotNull(_form.Fault(Encoding.UTF8.GetBytes(other), out _));
        }
    }

    [Fact]
    public void A_signature_longer_than_most_values_is_of_its_form()
    {
        var act = SampleEntry.Configuration();
        act["signature"] = new string('A', 3_228) + "==";
        Assert.Null(_form.Fault(SampleEntry.Bytes(act), out _));
        act["signature"] = new string('A', 3_228) + "!";
        Assert.NotNull(_form.Fault(SampleEntry.Bytes(act), out _));
    }

    [Fact]
    public void A_schema_with_a_keyword_that_the_verifier_does_not_know_is_refused() =>
        Assert.Throws<NotSupportedException>(() => EntrySchema.Read("""
            {"properties":{"type":{"enum":["a"]},"x":{"type":"string","minLength":3}},"allOf":[]}
            """));
}
