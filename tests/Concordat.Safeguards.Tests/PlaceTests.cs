using System.Text;

namespace Concordat.Safeguards.Tests;

/// <summary>A finding points to its bytes: cut out of the body and inspected alone, they give the same finding.</summary>
public sealed class PlaceTests
{
    private static (byte[] Body, IReadOnlyList<FindingPlace> Places) Find(byte[] body)
    {
        var inspection = new RequestInspection(keepPlaces: true);
        Assert.Null(inspection.InspectJson(body, 16));
        return (body, inspection.Places(body));
    }

    [Theory]
    [InlineData("write to jane.doe@example.com, today", "email", "jane.doe@example.com")]
    [InlineData("a@b.co and jane.doe@example.com; then bob@example.org.", "email", "a@b.co")]
    [InlineData("so 202-555-0143 or 219-09-9998 it is", "phone", "202-555-0143")]
    [InlineData("so 202-555-0143 or 219-09-9998 it is", "ssn", "219-09-9998")]
    [InlineData("seen at 38.8977, -77.0365 today", "coordinates", "38.8977, -77.0365")]
    [InlineData("x\n(S//NF) The unit moved", "mark", "(S//NF)")]
    [InlineData("naïve café: jane@example.com", "email", "jane@example.com")]
    [InlineData("ＪＡＮＥ＠example.com", "email", "ＪＡＮＥ＠example.com")]
    [InlineData("ja\u200Bne@example.com", "email", "ja\u200Bne@example.com")]
    [InlineData("to=jane%40example%2Ecom&x=1", "email", "jane%40example%2Ecom")]
    [InlineData("219&#45;09&#45;9998", "ssn", "219&#45;09&#45;9998")]
    public void A_finding_points_to_its_bytes(string text, string kind, string expected)
    {
        var (body, places) = Find(Disguise.Body("first. ", text));
        var place = places.First(p => p.Kind == kind);
        Assert.Equal("/messages/1/content", place.JsonPointer);
        Assert.Equal(Encoded(expected), Encoding.UTF8.GetString(body[place.Start..place.End]));
    }

    [Theory]
    [MemberData(nameof(DisguiseTests.Names), MemberType = typeof(DisguiseTests))]
    public void What_a_finding_points_to_gives_it_again(string name)
    {
        foreach (var lead in new[] { "", "Dear all, read this: ", "é 漢; " })
        {
            var (body, places) = Find(Disguise.Body("first. ", lead + Disguise.All[name]("jane.doe@example.com") + " and tell me"));
            var place = places.First(p => p.Kind == "email");
            var cut = Encoding.UTF8.GetBytes("{\"x\":\"" + Encoding.UTF8.GetString(body[place.Start..place.End]) + "\"}");
            var again = new RequestInspection();
            Assert.True(again.InspectJson(cut, 4) is null, $"{Encoding.UTF8.GetString(cut)} of {Encoding.UTF8.GetString(body)}");
            Assert.Contains("jane.doe@example.com", again.Findings.PersonKeys.Select(key => key.Value));
            Assert.Equal("/messages/1/content", place.JsonPointer);
        }
    }

    [Fact]
    public void A_pointer_escapes_its_names_and_counts_array_positions()
    {
        var (_, places) = Find("""{"a/b":[0,{"~c":{"\u0064":"jane@example.com"}}]}"""u8.ToArray());
        Assert.Equal("/a~1b/1/~0c/d", Assert.Single(places).JsonPointer);
    }

    [Fact]
    public void A_finding_over_two_messages_points_from_the_first_into_the_second()
    {
        var (body, places) = Find(Disguise.Body("write to jane@exam", "ple.com"));
        var place = Assert.Single(places, p => Encoding.UTF8.GetString(body[p.Start..p.End]).StartsWith("jane@exam\"", StringComparison.Ordinal));
        Assert.Equal(("email", "/messages/0/content"), (place.Kind, place.JsonPointer));
        Assert.EndsWith("\"ple.com", Encoding.UTF8.GetString(body[place.Start..place.End]));
    }

    [Fact]
    public void A_million_findings_leave_a_bounded_number_of_places()
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"u{i}@example.com "));
        var (_, places) = Find(Disguise.Body(text));
        Assert.Equal(FindingPlace.Max, places.Count);
    }

    [Fact]
    public void Nobody_keeps_places_unless_asked()
    {
        var inspection = new RequestInspection();
        var body = Disguise.Body("jane@example.com");
        Assert.Null(inspection.InspectJson(body, 8));
        Assert.Empty(inspection.Places(body));
    }

    private static string Encoded(string text) => System.Text.Json.JsonSerializer.Serialize(text)[1..^1];
}
