using System.Collections.Immutable;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

public sealed class BaseAgreementCaseTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var row in AgreementCase.All)
        {
            data.Add(row.File, row.Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_base_agreement_decides_each_case_as_written(string file, string name)
    {
        var row = Assert.Single(AgreementCase.All, row => string.Equals(row.File, file, StringComparison.Ordinal) && string.Equals(row.Name, name, StringComparison.Ordinal));
        var verdict = BaseFolder.Decider.Decide(FactSheet.Of(row.Action, row.Facts));

        Assert.Null(row.Complaint(verdict));
        Assert.All(verdict.Clauses, deciding => Assert.Null(deciding.Error));
    }

    [Fact]
    public void Every_clause_fires_alone_in_some_case()
    {
        var alone = AgreementCase.All.Where(row => row.Clauses.Length == 1).Select(row => row.Clauses[0]).ToHashSet();

        Assert.DoesNotContain(BaseFolder.Model.Clauses, clause => !alone.Contains(clause.Id.ToString()));
    }

    [Fact]
    public void Every_article_has_a_lawful_neighbour_that_passes()
    {
        // An article of which everything is refused, such as hidden text, has its neighbours in article 1.
        string[] without = ["article-11.json"];
        foreach (var file in AgreementCase.All.GroupBy(row => row.File).Where(file => !without.Contains(file.Key)))
        {
            Assert.Contains(file, row => row.Verdict is "permit");
        }
    }

    [Fact]
    public void Removing_any_clause_makes_some_case_fail()
    {
        var clauses = BaseFolder.Model.Clauses;
        var unmissed = new List<string>();
        foreach (var clause in clauses)
        {
            var decider = BaseFolder.DeciderOf(clauses.Where(other => other.Id != clause.Id));
            if (Complaints(decider).IsEmpty)
            {
                unmissed.Add(clause.Id.ToString());
            }
        }

        Assert.Empty(unmissed);
    }

    [Fact]
    public void Turning_any_remedy_into_another_makes_some_case_fail()
    {
        var clauses = BaseFolder.Model.Clauses;
        foreach (var clause in clauses.Where(clause => clause.Effect == Cedar.Effect.Forbid))
        {
            var other = clause.Remedy == Remedy.Refuse ? Remedy.Ruling : Remedy.Refuse;
            var decider = BaseFolder.DeciderOf(clauses.Select(each => each.Id == clause.Id ? each with { Remedy = other } : each));
            Assert.False(Complaints(decider).IsEmpty, $"clause {clause.Id} with the remedy {other} is not missed");
        }
    }

    [Fact]
    public void No_suspicion_alone_ever_refuses()
    {
        string[] topics = ["surveillance", "tracking", "force", "highStakes", "lawEnforcement", "socialScoring"];
        foreach (var action in (string[])["request", "answer", "toolCall"])
        {
            foreach (var topic in topics)
            {
                var verdict = BaseFolder.Decider.Decide(FactSheet.Of(action, ("topics." + topic, 100), ("useCase.humanDecider", false)));
                Assert.NotEqual(VerdictKind.Refuse, verdict.Kind);
            }
        }
    }

    private static ImmutableArray<string> Complaints(Deciding.Decider decider) =>
        [.. AgreementCase.All.Select(row => row.Complaint(decider.Decide(FactSheet.Of(row.Action, row.Facts)))).OfType<string>()];
}
