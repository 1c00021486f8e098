using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

/// <summary>The clouds that count are a term that all sign: what could be written wrongly is found, and every change is told.</summary>
public sealed class CloudTermsTests
{
    [Theory]
    [InlineData("aws", "", "", "", true)]
    [InlineData("ours", "p", "r s", "10.0.0.0/8 fd00::/8", true)]
    [InlineData("", "", "", "", false)]
    [InlineData("  ", "", "", "", false)]
    [InlineData("unknown", "", "", "10.0.0.0/8", false)] // whatever nobody registered would count
    [InlineData("UNKNOWN", "", "", "", false)]
    [InlineData("ours", "", "", "models.example.org", false)]
    [InlineData("ours", "", "", "10.0.0.0/33", false)]
    public void A_cloud_has_a_name_and_blocks_of_addresses(string name, string partitions, string regions, string addresses, bool good) =>
        Assert.Equal(good, IsSound(Naming(new CloudTerms { Cloud = name, Partitions = Words(partitions), Regions = Words(regions), Addresses = Words(addresses) })));

    [Fact]
    public void A_list_that_is_written_is_not_empty_and_no_cloud_at_all_is_said_by_naming_none()
    {
        Assert.False(IsSound(Naming(new CloudTerms { Cloud = "aws", Regions = [] })));
        Assert.False(IsSound(Naming(new CloudTerms { Cloud = "aws", Regions = [null!] })));
        Assert.False(IsSound(Naming(new CloudTerms { Cloud = "aws", Addresses = [null!] })));
        Assert.False(IsSound(Naming([null!])));
        Assert.False(IsSound(Naming([.. Enumerable.Repeat(new CloudTerms { Cloud = "aws" }, CloudTerms.Most + 1)])));
        Assert.True(IsSound(Naming()));
    }

    [Theory]
    [InlineData("SECRET", null, null, true)]
    [InlineData("NATO SECRET", "USA DEU", "SI", true)]
    [InlineData("IL5", null, null, false)]
    [InlineData("", null, null, false)]
    [InlineData("SECRET", "Germany", null, false)]
    [InlineData("SECRET", null, "  |", false)]
    public void What_a_cloud_is_accredited_for_is_a_level_with_nations_and_compartments(string ceiling, string? nations, string? compartments, bool good) =>
        Assert.Equal(good, IsSound(Naming(new CloudTerms
        {
            Cloud = "aws",
            Accreditation = new NetworkTerms { Ceiling = ceiling, Nations = nations is null ? null : Words(nations), Compartments = compartments is null ? null : [.. compartments.Split('|')] },
        })));

    [Fact]
    public void Every_change_of_what_counts_is_told()
    {
        AgreementSource[] all =
        [
            With(null), Naming(), Naming(new CloudTerms { Cloud = "aws" }), Naming(new CloudTerms { Cloud = "aws", Partitions = ["aws"] }),
            Naming(new CloudTerms { Cloud = "aws", Regions = ["aws"] }), Naming(new CloudTerms { Cloud = "aws", Addresses = ["10.0.0.0/8"] }),
            Naming(new CloudTerms { Cloud = "aws" }, new CloudTerms { Cloud = "azure" }),
            Naming(new CloudTerms { Cloud = "aws", Accreditation = new NetworkTerms { Ceiling = "CUI" } }), Naming(new CloudTerms { Cloud = "aws", Accreditation = new NetworkTerms { Ceiling = "SECRET" } }),
        ];
        foreach (var (one, other) in all.SelectMany(_ => all, static (one, other) => (one, other)))
        {
            var told = TextDiff.Terms(one.Metadata, other.Metadata);
            Assert.Equal(!ReferenceEquals(one, other), told.Any(static change => change.Name == "clouds that count as such"));
        }
    }

    private static bool IsSound(AgreementSource source) => !AgreementLint.Check(source, Parties.Now).Any(static each => each.Code == AgreementCodes.Metadata);

    private static AgreementSource Naming(params ImmutableArray<CloudTerms> clouds) => With(clouds);

    private static AgreementSource With(ImmutableArray<CloudTerms>? clouds) =>
        BaseFolder.Source with { Metadata = BaseFolder.Source.Metadata with { Terms = BaseFolder.Source.Metadata.Terms with { Clouds = clouds } } };

    private static ImmutableArray<string>? Words(string text) => text.Length == 0 ? null : [.. text.Split(' ')];
}
