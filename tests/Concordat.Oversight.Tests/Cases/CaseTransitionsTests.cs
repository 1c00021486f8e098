using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Tests.Cases;

/// <summary>The whole table: what is not listed here as legal is illegal.</summary>
public sealed class CaseTransitionsTests
{
    private static readonly HashSet<(CaseState From, CaseState To)> Legal =
    [
        (CaseState.Open, CaseState.Granted), (CaseState.Open, CaseState.Denied), (CaseState.Open, CaseState.Withdrawn),
        (CaseState.Open, CaseState.Expired), (CaseState.Granted, CaseState.Consumed), (CaseState.Granted, CaseState.Revoked),
        (CaseState.Granted, CaseState.Expired),
    ];

    public static TheoryData<CaseType, CaseState, CaseState> All
    {
        get
        {
            var all = new TheoryData<CaseType, CaseState, CaseState>();
            foreach (var type in Enum.GetValues<CaseType>())
            {
                foreach (var from in Enum.GetValues<CaseState>())
                {
                    foreach (var to in Enum.GetValues<CaseState>())
                    {
                        all.Add(type, from, to);
                    }
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Only_what_the_table_lists_is_legal(CaseType type, CaseState from, CaseState to)
    {
        var returned = (from, to) is (CaseState.Consumed, CaseState.Granted) && type == CaseType.Ruling;
        Assert.Equal(Legal.Contains((from, to)) || returned, CaseTransitions.IsLegal(type, from, to));
    }

    [Fact]
    public void Every_state_and_outcome_has_a_word()
    {
        foreach (var state in Enum.GetValues<CaseState>())
        {
            Assert.True(CaseNames.TryParse(CaseNames.Of(state), out var read));
            Assert.Equal(state, read);
        }

        Assert.Equal(Enum.GetValues<ConsumeOutcome>().Length, Enum.GetValues<ConsumeOutcome>().Select(CaseNames.Of).Distinct().Count());
    }
}
