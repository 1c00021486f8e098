using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Tests.Cases;

public sealed class CaseOpeningTests
{
    private static readonly HeldAction Action = new("radar", new string('a', 64), new string('1', 64));
    private static readonly DateTimeOffset Expires = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_tool_name_from_outside_is_made_safe_to_show()
    {
        var opening = new CaseOpening(CaseType.Ruling, Action, ["1.1"], "rm\u001b[2J\n\u202egpj" + new string('x', 500), "force", Expires);

        Assert.StartsWith("rm\uFFFD[2J\uFFFD\uFFFDgpjxxx", opening.Tool, StringComparison.Ordinal);
        Assert.Equal(128, opening.Tool!.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3.1\n3.2")]
    public void A_clause_id_is_one_line(string clause) =>
        Assert.Throws<ArgumentException>(() => new CaseOpening(CaseType.Ruling, Action, [clause], null, null, Expires));

    [Fact]
    public void A_case_names_a_clause() =>
        Assert.Throws<ArgumentException>(() => new CaseOpening(CaseType.Ruling, Action, [], null, null, Expires));

    [Theory]
    [InlineData("abc")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_commitment_is_64_lower_hex_digits(string hash) =>
        Assert.Throws<ArgumentException>(() => new HeldAction("radar", new string('a', 64), hash));

    [Fact]
    public void A_case_id_survives_its_text()
    {
        var id = CaseId.New(TimeProvider.System);
        Assert.True(CaseId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("case_")]
    [InlineData("case_0199aaaabbbb7cccdddd0123456789AB")]
    [InlineData("case_0199aaaabbbb7cccdddd0123456789ab0")]
    [InlineData("0199aaaabbbb7cccdddd0123456789abcdef1")]
    public void What_is_no_case_id_is_not_read(string? text) => Assert.False(CaseId.TryParse(text, out _));
}
