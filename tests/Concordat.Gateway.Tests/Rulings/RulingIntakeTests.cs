using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Rulings;

namespace Concordat.Gateway.Tests.Rulings;

/// <summary>A ruling is taken only whole: signed by the panel, about a case, bounded, and proven.</summary>
public sealed class RulingIntakeTests : IDisposable
{
    private static readonly CaseId Held = CaseId.New(TimeProvider.System);
    private static readonly Ruling Good = TestPanel.Images(Held.Value);

    private readonly TestPanel _panel = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("concordat-rulings-").FullName;

    public static TheoryData<string, Ruling> Bad => new()
    {
        { "not well formed: format", Good with { Format = "concordat-ruling/2" } },
        { "`title` must be one line", Good with { Title = "two\nlines" } },
        { "`expires` is more than 366 days", Good with { Expires = Good.Issued.AddDays(367) } },
        { "`expires` is not after", Good with { Expires = Good.Issued } },
        { "expired before it came", Good with { Issued = Good.Issued.AddDays(-9), Expires = Good.Issued.AddDays(-1) } },
        { "`issued` is in the future", Good with { Issued = Good.Issued.AddHours(1) } },
        { "was made for the agreement", Good with { Agreement = new string('0', 64) } },
        { "is no case that waits", Good with { Case = CaseId.New(TimeProvider.System).Value } },
        { "does not fit", Good with { Bounds = Good.Bounds with { UseCase = "another" } } },
        { "does not fit", Good with { Clauses = ["6.5"] } },
        { "does not fit", Good with { Clauses = ["3.1"] } },
        { "which the bounds do not limit", Good with { Bounds = Good.Bounds with { Only = null } } },
        { "is no red line that a ruling may open", Good with { Opens = ["2.8"] } },
        { "`bounds.sources` must", Good with { Bounds = Good.Bounds with { Sources = [] } } },
        { "`bounds.sources` must hold only", Good with { Bounds = Good.Bounds with { Sources = ["operational\"].containsAll([]) || [\"x"] } } },
        { "`bounds.tools` holds a name", Good with { Bounds = Good.Bounds with { Tools = ["x\" || true || \""] } } },
        { "`bounds.useCase` is not", Good with { Bounds = Good.Bounds with { UseCase = "a\" || \"b" } } },
        { "`bounds.atMost` names a fact that is no number", Good with { Bounds = Good.Bounds with { AtMost = new Dictionary<string, long>(StringComparer.Ordinal) { ["tool.name"] = 1 } } } },
        { "`bounds.atMost` names a fact that is no number", Good with { Bounds = Good.Bounds with { AtMost = new Dictionary<string, long>(StringComparer.Ordinal) { ["persons.us < 1 || context.persons.us"] = 1 } } } },
    };

    [Fact]
    public void A_whole_one_is_taken_and_a_second_time_nothing_changes()
    {
        var book = Book();
        Assert.Equal("radar-images", Check(_panel.Sign(Good))!.Id);
        var taken = RulingBook.Of(book.Terms, [new(1, "radar-images", _panel.Sign(Good), default)]);
        Assert.Null(Check(_panel.Sign(Good), taken));
        Assert.Contains("there is another document", Assert.Throws<RulingException>(() => Check(_panel.Sign(Good with { Reason = "another" }), taken)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_not_right_is_refused(string why, Ruling ruling)
    {
        var fault = Assert.Throws<RulingException>(() => Check(_panel.Sign(ruling)));
        Assert.Contains(why.StartsWith("not well formed", StringComparison.Ordinal) ? "`format` is not" : why, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reviewer")]
    [InlineData("vendor-reviewer")]
    [InlineData("commander", "official")]
    [InlineData("commander", "vendor-reviewer")]
    public void Without_a_reviewer_of_each_party_it_is_refused(params string[] people) =>
        Assert.Contains("not signed by a reviewer of the", Assert.Throws<RulingException>(() => Check(_panel.Sign(Good, people))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_reviewer_who_asks_for_the_use_case_does_not_count()
    {
        var book = RulingBook.Of(Book().Terms with { Reviewers = [.. Book().Terms.Reviewers.Select(each => each.Id is "reviewer" ? each with { RequestsFor = ["maintenance"] } : each)] }, []);
        Assert.Contains("reviewer of the department", Assert.Throws<RulingException>(() => Check(_panel.Sign(Good), book)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revocation_needs_a_reviewer_and_a_ruling()
    {
        Assert.Contains("there is no such ruling", Assert.Throws<RulingException>(() => Check(_panel.Revoke("radar-images", "reviewer"))).Message, StringComparison.Ordinal);
        var taken = RulingBook.Of(Book().Terms, [new(1, "radar-images", _panel.Sign(Good), default)]);
        Assert.Contains("not signed by a reviewer", Assert.Throws<RulingException>(() => Check(_panel.Revoke("radar-images", "commander"), taken)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _panel.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private RulingBook Book() => RulingBook.Of(
        Gateway.Rulings.RulingSigners.Terms(_panel.People.Register(TestConfig.Default(_folder)), SignedBaseAgreement.Agreement), []);

    private RulingDocument? Check(byte[] envelope, RulingBook? book = null) => RulingIntake.Check(
        envelope, book ?? Book(), SignedBaseAgreement.Agreement, id => id == Held ? Case() : null, [], TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

    private static Case Case() => new(
        Held, CaseType.Ruling, new HeldAction("maintenance", SignedBaseAgreement.Agreement.Hash, new string('a', 64)), ["6.4"], null, null, default, default, CaseState.Open,
        null, null, null, null);
}
