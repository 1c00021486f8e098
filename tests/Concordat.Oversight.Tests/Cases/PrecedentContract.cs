using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Tests.Cases;

/// <summary>Beside a case stand the earlier cases that resemble it most, nearest first, at a distance that anybody can compute.</summary>
public abstract class PrecedentContract : CaseContract
{
    [Fact]
    public async Task The_nearest_come_first_and_later_cases_not_at_all()
    {
        var far = await HoldAsync('1', "clause:6.5", "use-case:radar");
        var near = await HoldAsync('2', "clause:6.4", "finding:uninspectable image", "use-case:radar");
        var unlike = await HoldAsync('3', "clause:9.9");
        var asked = await HoldAsync('4', "clause:6.4", "finding:uninspectable image", "source:operational", "use-case:radar");
        await HoldAsync('5', "clause:6.4", "finding:uninspectable image", "source:operational", "use-case:radar");

        var found = await Stores.Board.NearestAsync(asked, [], 5, Cancellation);
        Assert.Equal([near, far], found.Select(precedent => precedent.Case.Id));
        Assert.Equal(1.0 / 8, found[0].Distance, 6); // source alone differs: 1 of 4 + 2 + 1 + 1
        Assert.Equal(["clause:6.4", "finding:uninspectable image", "use-case:radar"], found[0].Shared);
        Assert.DoesNotContain(unlike, found.Select(precedent => precedent.Case.Id));
    }

    [Fact]
    public async Task A_case_asked_for_by_name_is_compared_whatever_stands_before_it_and_the_answer_is_bounded()
    {
        var ruled = await HoldAsync('1', "clause:6.4", "finding:uninspectable image");
        for (var i = 0; i < 110; i++)
        {
            await OpenAsync(Opening(i + 1_000, ["clause:6.4"]));
        }

        var asked = await HoldAsync('2', "clause:6.4", "finding:uninspectable image", "finding:persons");
        Assert.Equal(3, (await Stores.Board.NearestAsync(asked, [], 3, Cancellation)).Count);
        Assert.Equal(ruled, (await Stores.Board.NearestAsync(asked, [ruled], 3, Cancellation))[0].Case.Id);
    }

    [Fact]
    public async Task A_case_without_features_resembles_none() =>
        Assert.Empty(await Stores.Board.NearestAsync((await OpenAsync(Opening())).Id, [], 5, Cancellation));

    private async Task<CaseId> HoldAsync(char action, params string[] features) => (await OpenAsync(Opening(action, features))).Id;

    private CaseOpening Opening(int action, string[] features)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1)); // ids sort by time
        return new CaseOpening(
            CaseType.Ruling, new HeldAction("radar", new string('a', 64), action.ToString("x64", System.Globalization.CultureInfo.InvariantCulture)), ["6.4"], null, null,
            Time.GetUtcNow().AddHours(1), features: features);
    }
}
