using System.Text;

namespace Concordat.Safeguards.Tests;

/// <summary>A UUID is a device's where the text says so, and three with a place are data that somebody bought.</summary>
public sealed class DeviceTests
{
    private const string Id = "6f1c2d3e-1111-4222-8333-abcdefabcde";

    [Theory]
    [InlineData("maid " + Id + "1", 1)]
    [InlineData("IDFA: 6F1C2D3E-1111-4222-8333-ABCDEFABCDE1", 1)]
    [InlineData("the advertising id = {" + Id + "1}", 1)]
    [InlineData("{\"gaid\":\"" + Id + "1\"}", 1)]
    [InlineData("{\"ad_id\":\"" + Id + "1\",\"next\":\"" + Id + "2\"}", 2)]
    [InlineData("request " + Id + "1 failed", 0)]
    [InlineData("the maid cleaned room 12 on 2026-03-01", 0)]
    [InlineData("maid 00000000-0000-0000-0000-000000000000", 0)]
    [InlineData("maid " + Id + "12", 0)]
    [InlineData("maid 6f1c2d3e-1111-4222-8333", 0)]
    public void An_advertising_id_is_a_person(string text, int expected)
    {
        var found = Inspect(text).Persons;

        Assert.Equal(expected, found.PresumedUs);
        Assert.Equal(expected > 0, found.Kinds.Contains("device"));
    }

    [Fact]
    public void Ids_far_below_the_header_of_their_column_are_found()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{Id}{i % 10},38.8951,-77.0364,day {i}\n"));
        var text = "maid,lat,lon,day\n" + rows;
        var found = Inspect(text);

        Assert.Equal(10, found.Persons.Distinct);
        Assert.True(found.LooksBrokered);
    }

    [Theory]
    [InlineData(2, true, false)]
    [InlineData(3, false, false)]
    [InlineData(3, true, true)]
    public void Three_ids_and_a_place_are_bought_data(int ids, bool place, bool expected)
    {
        var text = "maid\n" + string.Join('\n', Enumerable.Range(0, ids).Select(i => Id + i)) + (place ? "\nat 38.8951, -77.0364" : "");

        Assert.Equal(expected, Inspect(text).LooksBrokered);
    }

    private static Findings Inspect(string text)
    {
        var inspection = new RequestInspection();
        inspection.InspectText(Encoding.UTF8.GetBytes(text));
        return inspection.Findings;
    }
}
