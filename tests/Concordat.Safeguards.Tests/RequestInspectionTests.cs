using System.Text;
using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Tests;

public sealed class RequestInspectionTests
{
    private static Findings Inspect(string text)
    {
        var inspection = new RequestInspection();
        inspection.InspectText(Encoding.UTF8.GetBytes(text));
        return inspection.Findings;
    }

    private static PersonFacts Persons(string text) => Inspect(text).Persons;

    [Theory]
    [InlineData("write to jane.doe@example.com today", 1, 0, 0, 1, "email")]
    [InlineData("Call (202) 555-0143 or +1 202 555 0143 or 202.555.0143", 1, 1, 0, 0, "phone")]
    [InlineData("phone 2025550143", 1, 1, 0, 0, "phone")]
    [InlineData("2025550143", 1, 1, 0, 0, "phone")]
    [InlineData("ring +44 20 7946 0958 please", 1, 0, 1, 0, "phone")]
    [InlineData("call 416-555-0123", 1, 0, 1, 0, "phone")]
    [InlineData("his ssn is 219-09-9998 and again 219 09 9998", 1, 1, 0, 0, "ssn")]
    [InlineData("social security number 219099998", 1, 1, 0, 0, "ssn")]
    [InlineData("license plate ABC 1234 seen", 1, 0, 0, 1, "plate")]
    [InlineData("US passport number 512345678", 1, 1, 0, 0, "passport")]
    [InlineData("passport X1234567", 1, 0, 0, 1, "passport")]
    public void One_identifier_counts_once_in_any_format(string text, int distinct, int us, int foreign, int unknown, string kind)
    {
        var persons = Persons(text);
        Assert.Equal((distinct, us, foreign, unknown), (persons.Distinct, persons.Us, persons.Foreign, persons.Unknown));
        Assert.Contains(kind, persons.Kinds.ToArray());
    }

    [Theory]
    [InlineData("The meeting is on 2024-01-15 at 14:30 in room 123-45")]
    [InlineData("order 4155550123 shipped")]
    [InlineData("id chatcmpl-2025550143 and 550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("version 10.202.555.0143 of the library")]
    [InlineData("000-12-3456 and 666-12-3456 and 912-34-5678")]
    [InlineData("call 800-555-0199")]
    [InlineData("mail noreply@example.com")]
    [InlineData("losses 0.9123, 0.8811 and 12.3456, 45.6789, 78.1234")]
    [InlineData("wait 3600 7200 10800 seconds")]
    public void Numbers_that_are_nobodys_do_not_count(string text) => Assert.Equal(0, Persons(text).Distinct + Persons(text).Kinds.Count);

    [Theory]
    [InlineData("seen at 38.8977, -77.0365 by bob@example.org")]
    [InlineData("38°53'52\"N 77°02'12\"W bob@example.org")]
    [InlineData("{\"lat\":38.8977,\"lon\":-77.0365,\"who\":\"bob@example.org\"}")]
    [InlineData("latitude 38.8977 and longitude -77.0365 bob@example.org")]
    public void Coordinates_with_an_identifier_locate_a_person(string text)
    {
        var persons = Persons(text);
        Assert.True(persons.Located);
        Assert.Contains("coordinates", persons.Kinds.ToArray());
        Assert.Equal(1, persons.Distinct);
    }
}
