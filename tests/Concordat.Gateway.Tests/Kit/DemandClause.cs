using Concordat.Agreements;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>The base agreement with one clause more, 6.77, that refuses a request to certain deployments.</summary>
internal static class DemandClause
{
    /// <param name="refused">The condition of the clause.</param>
    public static Agreement In(string refused) => SignedBaseAgreement.With(
        ("clauses.cedar", "@clause(\"6.2\")", $$"""
            @clause("6.77")
            @title("Only where it was agreed")
            @authority("agreement")
            @remedy("refuse")
            @because("the deployment is not what the parties demand")
            @change("use another deployment")
            forbid (principal, action == Concordat::Action::"request", resource)
            when { {{refused}} };

            @clause("6.2")
            """),
        ("agreement.md", "### 6.2 Approved", "### 6.77 Only where it was agreed\n\nOther deployments are not used.\n\n### 6.2 Approved"));
}
