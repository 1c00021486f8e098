using System.Text;

namespace Concordat.Safeguards.Tests;

/// <summary>A name beside a telephone number is no second person, and a telephone number hides no further names.</summary>
public sealed class PersonCountTests
{
    [Fact]
    public void Name_address_and_mail_of_one_person_are_one_person()
    {
        var found = Inspect("Name: Ana Alvarez, lives at 14 Elm Street, Dayton, OH 45402, ana@example.com");

        Assert.Equal(["address", "email", "name"], found.Persons.Kinds.Order(StringComparer.Ordinal));
        Assert.Equal(1, found.Persons.Distinct);
        Assert.Equal("ana@example.com", Assert.Single(found.CountedPersons).Value);
    }

    [Fact]
    public void Names_beyond_the_mail_addresses_count()
    {
        var found = Inspect(Names(30) + "\nask ana@example.com");

        Assert.Equal(30, found.Persons.PresumedUs);
        Assert.Equal(30, found.CountedPersons.Count);
    }

    [Fact]
    public void Telephone_numbers_from_abroad_hide_no_names()
    {
        var abroad = string.Join('\n', Enumerable.Range(10, 30).Select(i => $"+44 20 7946 09{i}"));
        var found = Inspect(Names(30) + "\n" + abroad);

        Assert.Equal(30, found.Persons.Foreign);
        Assert.Equal(30, found.Persons.PresumedUs);
    }

    [Fact]
    public void Of_the_weak_kinds_the_one_with_the_most_counts()
    {
        var found = Inspect(Names(3) + "\nposted by @jane_roe, then by @john_roe\nlogin from 203.0.113.7");

        Assert.Equal(3, found.Persons.Distinct);
        Assert.All(found.CountedPersons, key => Assert.Equal(PersonKind.Name, key.Kind));
    }

    [Theory]
    [InlineData("lives at 14 Elm Street, Dayton, OH 45402")]
    [InlineData("Elm: lives at 14 ELM ST., Dayton OH 45402-1234 today")]
    [InlineData("ship to 14 Elm St.\nDayton, OH 45402")]
    public void An_address_is_the_same_however_it_is_spelled(string text) => Assert.Equal("14 elm st 45402", Assert.Single(Inspect(text).PersonKeys).Value);

    private static string Names(int count) =>
        string.Join('\n', Enumerable.Range(0, count).Select(i => $"Name: Ana {(char)('A' + (i / 26))}{(char)('a' + (i % 26))}varez"));

    private static Findings Inspect(string text)
    {
        var inspection = new RequestInspection();
        inspection.InspectText(Encoding.UTF8.GetBytes(text));
        return inspection.Findings;
    }
}
