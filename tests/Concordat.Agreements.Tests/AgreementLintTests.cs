using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

public sealed class AgreementLintTests
{
    private const string Hidden = "when { context.content.hidden };";

    [Theory]
    [InlineData("@clause(\"6.7\")", "", AgreementCodes.AnnotationMissing)]
    [InlineData("@clause(\"6.7\")", "@clause(\"six\")", AgreementCodes.AnnotationValue)]
    [InlineData("@clause(\"6.7\")", "@clause(\"6.07\")", AgreementCodes.AnnotationValue)]
    [InlineData("@clause(\"6.7\")", "@clause(\"6.7\") @owner(\"x\")", AgreementCodes.AnnotationUnknown)]
    [InlineData("@clause(\"6.7\")", "@clause(\"6.7\") @redline(\"yes\")", AgreementCodes.AnnotationValue)]
    [InlineData("@clause(\"6.7\")", "@clause(\"6.6\")", AgreementCodes.ClauseDuplicate)]
    [InlineData("@clause(\"6.7\")", "@clause(\"6.77\")", AgreementCodes.ClauseWithoutProse)]
    [InlineData("@clause(\"6.7\")", "@clause(\"6.10\")", AgreementCodes.ProseWithoutClause)]
    [InlineData("@title(\"No hidden text\")", "@title(\"No secret text\")", AgreementCodes.TitleDiffers)]
    [InlineData("@title(\"No hidden text\")", "@title(\" \")", AgreementCodes.AnnotationMissing)]
    public void An_annotation_that_is_wrong_is_reported(string from, string to, string code) =>
        Reported(BaseFolder.WithClauses(from, to), code);

    [Theory]
    [InlineData("@remedy(\"authorize\")\n@redline", "@remedy(\"delay\")\n@redline", AgreementCodes.AnnotationValue)]
    [InlineData("@remedy(\"authorize\")\n@redline", "@remedy(\"ruling\")\n@redline", AgreementCodes.RedLineRemedy)]
    [InlineData("@remedy(\"refuse\")\n@because(\"the request is outside", "@remedy(\"ruling\")\n@because(\"the request is outside", AgreementCodes.PermitRemedy)]
    public void A_remedy_that_cannot_be_is_reported(string from, string to, string code) => Reported(BaseFolder.WithClauses(from, to), code);

    [Theory]
    [InlineData("when { context.persons.us + 1 > 2 };")]
    [InlineData("when { context.persons.us == context.persons.unknown };")]
    [InlineData("when { context.useCase.functions.contains(context.useCase.purpose) };")]
    [InlineData("when { context.sources.kinds.containsAll(context.useCase.functions) };")]
    [InlineData("when { -context.persons.us < 2 };")]
    [InlineData("when { principal == resource };")]
    [InlineData("when { ip(context.useCase.id).isLoopback() };")]
    [InlineData("when { 1 == 1 };")]
    [InlineData("when { context.useCase == {id: \"x\"} };")]
    public void What_cannot_be_proved_about_is_reported(string condition) => Reported(BaseFolder.WithClauses(Hidden, condition), AgreementCodes.OutsideSubset);

    [Theory]
    [InlineData("when { context.useCase.purpose like \"*radar*\" };")]
    [InlineData("when { !(context.useCase.functions.isEmpty()) };")]
    [InlineData("when { if context.content.hidden then context.persons.us > 1 else context.content.confusable };")]
    [InlineData("when { context.content.hidden == true || 5 <= context.persons.us };")]
    [InlineData("when { [\"a\", \"b\"].containsAll(context.useCase.functions) && context.tool.offered == [\"force\"] };")]
    public void What_can_be_proved_about_is_let_be(string condition) =>
        Assert.DoesNotContain(AgreementLint.Check(BaseFolder.WithClauses(Hidden, condition)), found => found.IsError);

    [Theory]
    [InlineData("when { context.deployment.vendor == \"Demo Vendor\" };")]
    [InlineData("when { context.deployment.name like \"demo*\" };")]
    [InlineData("when { [\"x\"].contains(context.deployment.cloud) };")]
    [InlineData("when { context.deployment.region != \"east\" };")]
    public void A_clause_that_could_treat_vendors_differently_is_reported(string condition) =>
        Reported(BaseFolder.WithClauses(Hidden, condition), AgreementCodes.UnequalTerms);

    [Fact]
    public void A_clause_that_names_one_use_case_is_reported() =>
        Reported(
            BaseFolder.WithClauses("forbid (principal, action, resource)\n" + Hidden, "forbid (principal == Concordat::UseCase::\"one\", action, resource)\n" + Hidden),
            AgreementCodes.UnequalTerms);

    [Fact]
    public void An_action_that_nothing_permits_is_reported()
    {
        var found = Reported(
            BaseFolder.WithClauses(", Concordat::Action::\"toolCall\"],\n  resource\n)\nwhen {\n  [\"chat\"", "],\n  resource\n)\nwhen {\n  [\"chat\""),
            AgreementCodes.ActionNotCovered);

        Assert.Contains("toolCall", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dodd-3000.09@2023-01-25, dod", "dodd-3000.09@2012-11-21, dod", AgreementCodes.AuthorityEdition)]
    [InlineData("dodd-3000.09@2023-01-25, dod", "dodd-3000.09, dod", AgreementCodes.AuthorityNotPinned)]
    [InlineData("dodd-3000.09@2023-01-25, dod", "dodd-3000.10@2023-01-25, dod", AgreementCodes.AuthorityUnknown)]
    [InlineData("dodd-3000.09@2023-01-25, dod", "dodd-3000.09@, dod", AgreementCodes.AuthorityNotPinned)]
    public void An_authority_that_is_not_named_rightly_is_reported(string from, string to, string code) => Reported(BaseFolder.WithClauses(from, to), code);

    [Fact]
    public void A_superseded_authority_is_a_warning()
    {
        var source = BaseFolder.Source with
        {
            Authorities = [.. BaseFolder.Source.Authorities.Select(authority => authority.Id is "dodd-3000.09" ? authority with { SupersededBy = "its revision of 2026" } : authority)],
        };

        var found = AgreementLint.Check(source);

        Assert.All(found, each => Assert.False(each.IsError));
        Assert.Equal(["3.1", "3.2", "3.3", "3.4", "3.5"], found.Where(each => each.Code is AgreementCodes.AuthoritySuperseded).Select(each => each.Clause));
        Assert.Contains("warning:", found[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Authorities_that_are_not_data_are_reported()
    {
        var first = BaseFolder.Source.Authorities[0];
        Reported(BaseFolder.Source with { Authorities = [.. BaseFolder.Source.Authorities, first] }, AgreementCodes.AuthorityDuplicate);
        foreach (var wrong in (Clauses.Authority[])
                 [first with { Id = "a b" }, first with { Id = "a", Edition = "May 2024" }, first with { Id = "a", AsOf = "now" }, first with { Id = "a", TextHash = "12" }])
        {
            Reported(BaseFolder.Source with { Authorities = [.. BaseFolder.Source.Authorities, wrong] }, AgreementCodes.AuthorityData);
        }
    }

    [Theory]
    [InlineData("### 6.7 No hidden text", "### 6.7 No hidden text (undertaking)", AgreementCodes.ProseWithoutClause)]
    [InlineData("### 6.10 The safeguards are always in the path (undertaking)", "### 6.10 The safeguards are always in the path", AgreementCodes.ProseWithoutClause)]
    [InlineData("### 6.10 The safeguards are always in the path (undertaking)", "### 6.7 No hidden text", AgreementCodes.ProseDuplicate)]
    [InlineData("### 6.7 No hidden text", "#### 6.7 No hidden text", AgreementCodes.ClauseWithoutProse)]
    public void Prose_that_does_not_match_the_clauses_is_reported(string from, string to, string code) => Reported(BaseFolder.WithProse(from, to), code);

    [Fact]
    public void Metadata_that_cannot_be_is_reported()
    {
        Func<AgreementMetadata, AgreementMetadata>[] wrongs =
        [
            metadata => metadata with { Format = "concordat-agreement/2" },
            metadata => metadata with { Id = "Base Agreement" },
            metadata => metadata with { Version = "1.0" },
            metadata => metadata with { Title = " " },
            metadata => metadata with { Previous = "abc" },
            metadata => metadata with { Effective = "2026-11-01" },
            metadata => metadata with { Effective = "2026-11-01T00:00:00+02:00" },
            metadata => metadata with { Expires = "2026-10-01T00:00:00Z" },
            metadata => metadata with { Roles = ["department"] },
            metadata => metadata with { Roles = ["department", "vendor", "vendor"] },
            metadata => metadata with { Roles = default },
            metadata => metadata with { Terms = metadata.Terms with { Continuity = "drop" } },
            metadata => metadata with { Terms = metadata.Terms with { WindowDays = 0 } },
            metadata => metadata with { Terms = metadata.Terms with { Witnesses = ["press"] } },
        ];
        foreach (var wrong in wrongs)
        {
            Reported(BaseFolder.With(wrong), AgreementCodes.Metadata);
        }
    }

    [Fact]
    public void A_fault_in_the_cedar_text_is_placed()
    {
        var found = Assert.Single(AgreementLint.Check(BaseFolder.WithClauses(Hidden, "when { context.content.hidden ")), each => each.IsError);

        Assert.StartsWith("cedar_", found.Code, StringComparison.Ordinal);
        Assert.Equal(BaseFolder.Path + "/clauses.cedar", found.File);
        Assert.True(found is { Line: > 0, Column: > 0 });
    }

    [Fact]
    public void A_template_is_no_clause() =>
        Reported(BaseFolder.WithClauses(Hidden, Hidden + " forbid(principal == ?principal, action, resource);"), AgreementCodes.OutsideSubset);

    private static AgreementDiagnostic Reported(AgreementSource source, string code)
    {
        var found = AgreementLint.Check(source);
        Assert.Contains(found, each => each.IsError && string.Equals(each.Code, code, StringComparison.Ordinal));
        var first = found.First(each => string.Equals(each.Code, code, StringComparison.Ordinal));
        Assert.False(first.Message.EndsWith('.'), first.Message);
        return first;
    }
}
