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

    [Theory]
    [InlineData("aws", "gov", "gov-1", "CONFIDENTIAL, NATO CONFIDENTIAL for USA")]
    [InlineData("AWS", "GOV", "GOV-1", "CONFIDENTIAL, NATO CONFIDENTIAL for USA")]
    [InlineData("aws", "gov", "gov-2", "UNCLASSIFIED, NATO UNCLASSIFIED for DEU, USA")] // two entries cover it: the lower one
    [InlineData("aws", "commercial", "gov-1", "SECRET, NATO SECRET for USA")] // the entry is of another partition
    [InlineData("ours", "gov", "gov-1", "SECRET, NATO SECRET for USA")]
    public void No_configuration_lifts_a_deployment_over_what_the_agreement_has_its_cloud_accredited_for(string cloud, string partition, string region, string words)
    {
        var (config, deployment, terms) = Of("SECRET", null, null, equal: true);
        terms = terms with
        {
            Clouds =
            [
                new CloudTerms { Cloud = "aws", Partitions = ["gov"], Accreditation = new NetworkTerms { Ceiling = "CONFIDENTIAL" } },
                new CloudTerms { Cloud = "aws", Regions = ["gov-2"], Accreditation = new NetworkTerms { Ceiling = "UNCLASSIFIED", Nations = ["DEU"] } },
                new CloudTerms { Cloud = "aws" },
            ],
        };
        foreach (var own in (AccreditationConfig?[])[null, new() { Ceiling = "TOP SECRET" }])
        {
            Assert.Equal(words, DeploymentCeiling.Of(config, terms, deployment with { Cloud = cloud, Partition = partition, Region = region, Accreditation = own }).ToWords());
        }

        var lower = deployment with { Cloud = "aws", Partition = "gov", Region = "gov-1", Accreditation = new AccreditationConfig { Ceiling = "CUI" } };
        Assert.Equal("CUI, NATO UNCLASSIFIED for USA", DeploymentCeiling.Of(config, terms, lower).ToWords());
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
