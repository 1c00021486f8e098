using System.Text;
using System.Text.Json;

namespace Concordat.Safeguards.Tests;

/// <summary>Names in running text and addresses of other countries are found however they are dressed up and cut, and at a bounded cost.</summary>
public sealed class PersonsInProseTests
{
    private const string Address = "Sie wohnt in der Gartenstraße 12a, 50667 Köln.";
    private const string Name = "Yesterday Peter Lindqvist told us, and Hannah Weiss, 34, was there.";

    [Theory]
    [InlineData("Sie wohnt in der Gar\u200btenstra\u200bße 12a, 50667 Köln.")]
    [InlineData("Sie wohnt in der Ｇａｒｔｅｎstraße １２a, ５０６６７ Köln.")]
    [InlineData("Sie wohnt in der Gartenstr. 12a, D-50667 Köln.")]
    [InlineData("Sie wohnt in der Gartenstrasse 12a,\n50667 Köln.")]
    [InlineData("Gartenstr. 12a, 50667 Köln")]
    public void An_address_is_the_same_however_it_is_dressed_up(string text) => Assert.Equal(["gartenstrasse 12a 50667"], Found(text));

    [Theory]
    [InlineData("Yesterday P\u200beter Lindq\u200bvist told us.")]
    [InlineData("Yesterday 𝐏eter 𝐋indqvist told us.")]
    [InlineData("Yesterday \"Peter Lindqvist\" told us; a man named Peter Lindqvist.")]
    [InlineData("HERR Peter Lindqvist")]
    public void A_name_is_the_same_however_it_is_dressed_up(string text) => Assert.Equal(["peter lindqvist"], Found(text));

    [Fact]
    public void However_a_stream_cuts_a_text_it_holds_the_same_persons()
    {
        const string Whole = Address + " " + Name + " Vive en la Calle Mayor 5, 28013 Madrid. She lives at 4 Park Crescent, Leeds LS1 4AB.";
        var expected = Found(Whole);
        Assert.Equal(5, expected.Length);

        for (var cut = 1; cut < Whole.Length; cut++)
        {
            var inspection = AnswerInspection.Rent();
            inspection.InspectEvent(Chunk(Whole[..cut]), 64);
            inspection.InspectEvent(Chunk(Whole[cut..]), 64);
            inspection.Complete();
            Assert.True(expected.SequenceEqual(Keys(inspection.Findings)), $"cut at {cut}: {string.Join("; ", Keys(inspection.Findings))}");
            AnswerInspection.Return(inspection);
        }
    }

    [Theory]
    [InlineData("Am ")]
    [InlineData("Calle de la ")]
    [InlineData("Gartenstraße 12a, 1 2 ")]
    [InlineData("Peter Peter, ")]
    [InlineData("Berliner Straße ")]
    [InlineData("10 High Street, SW1A ")]
    public void What_begins_again_and_again_costs_no_more_than_other_text(string again)
    {
        var inspection = new RequestInspection();
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(again, 1 << 14)));
        inspection.InspectText(text);

        Assert.True(inspection.Findings.Work < 6L * text.Length, $"{inspection.Findings.Work} for {text.Length} bytes");
        Assert.Empty(Keys(inspection.Findings));
    }

    [Fact]
    public void Prose_without_persons_allocates_nothing()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("However, the Berliner Platz was empty; Victoria and Frank Street were quiet, and so was Am Markt. ", 20)));
        long bytes = 0;
        for (var round = 0; round < 200; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var inspection = RequestInspection.Rent();
            inspection.InspectText(text);
            Assert.Empty(Keys(inspection.Findings));
            RequestInspection.Return(inspection);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(bytes < 1024, $"{bytes} bytes");
    }

    private static byte[] Chunk(string text) =>
        Encoding.UTF8.GetBytes("{\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":" + JsonSerializer.Serialize(text) + "}}]}");

    private static string[] Found(string text)
    {
        var inspection = new RequestInspection();
        inspection.InspectText(Encoding.UTF8.GetBytes(text));
        return Keys(inspection.Findings);
    }

    private static string[] Keys(Findings findings) => [.. findings.PersonKeys.Select(key => key.Value).Order(StringComparer.Ordinal)];
}
