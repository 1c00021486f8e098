using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

public sealed class DeciderTests
{
    private const string Permission = """
        @clause("1.1") @title("Scope") @authority("agreement") @remedy("refuse") @because("out of scope") @change("register")
        permit (principal, action, resource) when { context.operation == "chat" };
        """;

    [Fact]
    public void What_no_clause_stands_against_gets_the_one_permit() =>
        Assert.Same(Verdict.Permit, BaseFolder.Decider.Decide(FactSheet.Of("request")));

    [Fact]
    public void A_permit_allocates_nothing()
    {
        var request = FactSheet.Of("request", ("persons.distinct", 1), ("persons.unknown", 1), ("persons.presumedUs", 1), ("persons.inWindow", 1));
        for (var i = 0; i < 200; i++)
        {
            BaseFolder.Decider.Decide(request);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            BaseFolder.Decider.Decide(request);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_missing_fact_refuses_and_names_each_clause_that_needed_it()
    {
        var verdict = BaseFolder.Decider.Decide(FactSheet.Without("request", "label.malformed"));

        Assert.Equal(VerdictKind.Refuse, verdict.Kind);
        Assert.Equal(Remedy.Refuse, verdict.Remedy);
        var deciding = Assert.Single(verdict.Clauses);
        Assert.Equal("7.3", deciding.Clause.Id.ToString());
        Assert.Contains("could not be evaluated", deciding.Because, StringComparison.Ordinal);
        Assert.NotNull(deciding.Error);
    }

    [Fact]
    public void Any_missing_fact_that_an_applicable_clause_reads_first_refuses()
    {
        foreach (var fact in (string[])["operation", "persons.presumedUs", "useCase.suspended", "deployment.hosting", "content.hidden", "order.inForce"])
        {
            Assert.Equal(VerdictKind.Refuse, BaseFolder.Decider.Decide(FactSheet.Without("request", fact)).Kind);
        }
    }

    [Fact]
    public void A_permission_that_cannot_be_evaluated_refuses_and_is_named_once()
    {
        var verdict = BaseFolder.DeciderOf(Permission).Decide(FactSheet.Without("request", "operation"));

        Assert.Equal(VerdictKind.Refuse, verdict.Kind);
        Assert.Equal("1.1", Assert.Single(verdict.Clauses).Clause.Id.ToString());
    }

    [Fact]
    public void Refusal_outweighs_holds_and_all_that_fired_are_named_in_order()
    {
        var decider = BaseFolder.DeciderOf(
            Permission + Clause("2.1", "ruling", "context.content.hidden") + Clause("2.2", "authorize", "context.content.hidden")
            + Clause("2.3", "refuse", "context.content.confusable") + Clause("2.4", "mask", "context.content.hidden"));

        var verdict = decider.Decide(FactSheet.Of("request", ("content.hidden", true), ("content.confusable", true)));

        Assert.Equal(VerdictKind.Refuse, verdict.Kind);
        Assert.Equal(Remedy.Refuse, verdict.Remedy);
        Assert.Equal(["2.1", "2.2", "2.3", "2.4"], verdict.Clauses.Select(deciding => deciding.Clause.Id.ToString()));
    }

    [Fact]
    public void Of_holds_the_authorization_is_named()
    {
        var decider = BaseFolder.DeciderOf(
            Permission + Clause("2.1", "mask", "context.content.hidden") + Clause("2.2", "ruling", "context.content.hidden")
            + Clause("2.3", "authorize", "context.content.hidden"));

        var verdict = decider.Decide(FactSheet.Of("request", ("content.hidden", true)));

        Assert.Equal(VerdictKind.Hold, verdict.Kind);
        Assert.Equal(Remedy.Authorize, verdict.Remedy);
    }

    [Fact]
    public void Masking_holds_for_now()
    {
        var verdict = BaseFolder.DeciderOf(Permission + Clause("2.1", "mask", "context.content.hidden"))
            .Decide(FactSheet.Of("request", ("content.hidden", true)));

        Assert.Equal(VerdictKind.Hold, verdict.Kind);
        Assert.Equal(Remedy.Mask, verdict.Remedy);
    }

    [Fact]
    public void Out_of_scope_and_forbidden_names_both()
    {
        var verdict = BaseFolder.DeciderOf(Permission + Clause("2.1", "ruling", "context.content.hidden"))
            .Decide(FactSheet.Of("request", ("operation", "other"), ("content.hidden", true)));

        Assert.Equal(VerdictKind.Refuse, verdict.Kind);
        Assert.Equal(["1.1", "2.1"], verdict.Clauses.Select(deciding => deciding.Clause.Id.ToString()));
    }

    [Fact]
    public void Without_any_permission_everything_is_refused()
    {
        var verdict = BaseFolder.DeciderOf(Clause("2.1", "ruling", "context.content.hidden")).Decide(FactSheet.Of("request"));

        Assert.Equal(VerdictKind.Refuse, verdict.Kind);
    }

    [Fact]
    public void The_words_of_a_clause_come_with_the_verdict()
    {
        var verdict = BaseFolder.Decider.Decide(FactSheet.Of("request", ("persons.presumedUs", 26)));

        var deciding = Assert.Single(verdict.Clauses);
        Assert.Contains("more than 25 persons", deciding.Because, StringComparison.Ordinal);
        Assert.Contains("fewer persons", deciding.WouldChange, StringComparison.Ordinal);
        Assert.Contains("fisa@follows", deciding.Clause.Authority!, StringComparison.Ordinal);
        Assert.True(deciding.Clause.RedLine);
    }

    private static string Clause(string id, string remedy, string condition) =>
        $"@clause(\"{id}\") @title(\"T\") @authority(\"agreement\") @remedy(\"{remedy}\") @because(\"because\") @change(\"change\")\n"
        + $"forbid (principal, action, resource) when {{ {condition} }};\n";
}
