using System.Collections.Immutable;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Deployments;

/// <summary>The ceiling that people are shown is the one that the gateway applies.</summary>
public sealed class DeploymentCeilingTests
{
    [Theory]
    [InlineData("SECRET", null, null, true, "SECRET, NATO SECRET for USA")]
    [InlineData("SECRET", null, null, false, "SECRET for USA")]
    [InlineData("SECRET", null, "CUI", true, "CUI, NATO UNCLASSIFIED for USA")] // the agreement has less than the configuration
    [InlineData("SECRET", "CONFIDENTIAL", "TOP SECRET", true, "CONFIDENTIAL, NATO CONFIDENTIAL for DEU, USA")]
    [InlineData("CUI", "SECRET", null, true, "CUI, NATO UNCLASSIFIED for DEU, USA")] // an accreditation lifts nothing
    [InlineData("SECRET", "NATO SECRET", null, false, "unmarked texts alone for DEU, USA")]
    [InlineData("NATO SECRET", "NATO SECRET", null, false, "NATO SECRET for DEU, USA")]
    public void What_is_shown_is_what_all_of_them_let_pass(string network, string? own, string? agreed, bool equal, string words)
    {
        var (config, deployment, terms) = Of(network, own, agreed, equal);

        Assert.Equal(words, DeploymentCeiling.Of(config, terms, deployment).ToWords());
    }

    [Fact]
    public void A_network_that_the_agreement_does_not_cover_passes_nothing()
    {
        var (config, deployment, terms) = Of("SECRET", null, "SECRET", equal: true);

        Assert.StartsWith("nothing: the agreement does not cover the network other", DeploymentCeiling.Of(config with { Network = config.Network with { Id = "other" } }, terms, deployment).ToWords(), StringComparison.Ordinal);
    }

    private static (ConcordatConfig Config, DeploymentConfig Deployment, AgreementTerms Terms) Of(string network, string? own, string? agreed, bool equal)
    {
        var config = TestConfig.Default("unused") with { Network = new NetworkConfig { Id = "net", Ceiling = network } };
        var terms = SignedBaseAgreement.Agreement.Terms;
        return (
            config,
            config.Deployments[0] with { Accreditation = own is null ? null : new AccreditationConfig { Ceiling = own, Nations = ["USA", "DEU"] } },
            terms with
            {
                Equivalences = equal ? terms.Equivalences : null,
                Networks = agreed is null ? null : ImmutableSortedDictionary<string, NetworkTerms>.Empty.Add("net", new NetworkTerms { Ceiling = agreed }),
            });
    }
}
