using System.Collections.Immutable;
using System.Net;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Tests.Deployments;

/// <summary>A machine-room does not become a cloud by what its operator calls it.</summary>
public sealed class DeploymentPlaceTests
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"Summarise the log."}]}""";

    private static readonly DeploymentConfig Registered = new()
    {
        Name = "d", Model = "m", Kind = "openai", Url = "https://models.example.org/v1", Hosting = "cloud", Cloud = "aws", Partition = "aws-us-gov", Region = "us-gov-west-1", Network = "net",
    };

    private static readonly AgreementTerms Silent = SignedBaseAgreement.Agreement.Terms with { Clouds = null };

    [Theory]
    [InlineData("aws")]
    [InlineData("aws-us-gov")]
    [InlineData("azure")]
    [InlineData("google")]
    public void Where_the_agreement_names_none_a_cloud_that_publishes_its_addresses_counts(string cloud) => Counts(Registered with { Cloud = cloud }, Silent);

    [Theory]
    [InlineData("our-machine-room")]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("aws cloud")]
    [InlineData("azure-government")]
    public void Where_the_agreement_names_none_no_other_cloud_counts(string cloud)
    {
        Doubted("none of the clouds that publish", Registered with { Cloud = cloud }, Silent);
        Doubted("none of the clouds that publish", Registered with { Cloud = cloud }, Silent with { Addresses = ["0.0.0.0/0"] });
    }

    [Fact]
    public void Where_the_agreement_names_clouds_no_other_counts_though_it_publishes()
    {
        Counts(Registered, Naming(new CloudTerms { Cloud = "AWS" }));
        Doubted("does not name the cloud `aws`", Registered, Naming(new CloudTerms { Cloud = "azure" }));
        Doubted("does not name the cloud `aws`", Registered, Naming());
    }

    [Fact]
    public void A_cloud_that_publishes_nothing_counts_with_addresses_in_the_agreement_alone()
    {
        var ours = Registered with { Cloud = "ours" };

        Doubted("nobody publishes", ours, Naming(new CloudTerms { Cloud = "ours" }));
        Doubted("nobody publishes", ours, Naming(new CloudTerms { Cloud = "ours" }) with { Addresses = ["10.0.0.0/8"] });
        Counts(ours, Naming(new CloudTerms { Cloud = "ours", Addresses = ["203.0.113.0/24"] }));
    }

    [Fact]
    public void The_partition_and_the_region_stand_in_one_entry()
    {
        var terms = Naming(
            new CloudTerms { Cloud = "aws", Partitions = ["aws-us-gov"], Regions = ["us-gov-east-1"] }, new CloudTerms { Cloud = "aws", Partitions = ["aws"], Regions = ["us-gov-west-1"] });

        Doubted("together", Registered, terms);
        Doubted("together", Registered with { Partition = "unknown" }, terms);
        Counts(Registered with { Url = "https://bedrock-runtime.us-gov-east-1.amazonaws.com", Region = "US-GOV-EAST-1", Aws = new AwsConfig { Region = "us-gov-east-1" } }, terms);
    }

    [Fact]
    public void The_region_that_requests_are_for_is_the_one_registered_where_it_decides()
    {
        var elsewhere = Registered with { Aws = new AwsConfig { Region = "eu-central-1" } };

        Doubted("`eu-central-1`", elsewhere, Naming(new CloudTerms { Cloud = "aws", Regions = ["us-gov-west-1"] }));
        Counts(elsewhere, Naming(new CloudTerms { Cloud = "aws" }));
    }

    [Fact]
    public void A_region_that_no_request_names_counts_at_the_addresses_that_the_agreement_lists_there_alone()
    {
        var east = Registered with { Cloud = "azure", Partition = "azure", Region = "eastus" };
        var bare = new CloudTerms { Cloud = "azure", Regions = ["eastus"] };
        var listed = bare with { Addresses = ["10.1.0.0/16"] };

        Doubted("nothing but the configuration", east, Naming(bare));
        Doubted("nothing but the configuration", east, Naming(bare) with { Addresses = ["10.1.0.0/16"] });
        Doubted("nothing but the configuration", east, Naming(bare, listed with { Regions = ["westus"] })); // another region's addresses
        Counts(east, Naming(listed));
        Counts(east with { Url = "https://10.1.2.3/v1" }, Naming(listed));
        Doubted("does not list", east with { Url = "https://10.2.2.3/v1" }, Naming(listed));
        Doubted("lists for the region", east with { Url = "https://20.42.0.1/v1" }, Naming(listed)); // of Azure, in any of its regions
        Counts(east with { Url = "https://20.42.0.1/v1" }, Naming(listed, new CloudTerms { Cloud = "azure" })); // the region does not decide
    }

    [Theory]
    [InlineData("https://bedrock-runtime.us-gov-west-1.amazonaws.com", true)]
    [InlineData("https://BEDROCK-RUNTIME-FIPS.us-gov-west-1.amazonaws.com/", true)]
    [InlineData("https://bedrock-runtime.us-gov-west-1.api.aws", true)]
    [InlineData("https://vpce-0a1b2c-3d4e.bedrock-runtime.us-gov-west-1.vpce.amazonaws.com", true)]
    [InlineData("https://models.example.org", false)] // a machine of the operator's in the same cloud
    [InlineData("https://bedrock-runtime.us-east-1.amazonaws.com", false)]
    [InlineData("https://ec2-52-61-0-1.us-gov-west-1.compute.amazonaws.com", false)]
    [InlineData("https://abc.execute-api.us-gov-west-1.amazonaws.com", false)]
    [InlineData("https://bedrock-runtime.us-gov-west-1.amazonaws.com.example.org", false)]
    [InlineData("https://bedrock-runtime.us-gov-west-1.amazonaws.com@example.org", false)]
    [InlineData("https://x-bedrock-runtime.us-gov-west-1.amazonaws.com", false)]
    [InlineData("https://a.b.bedrock-runtime.us-gov-west-1.vpce.amazonaws.com", false)]
    [InlineData("http://bedrock-runtime.us-gov-west-1.amazonaws.com", false)] // nobody vouches for the name
    public void A_region_that_requests_are_for_counts_at_the_clouds_own_endpoint_of_it_alone(string url, bool counts)
    {
        var terms = Naming(new CloudTerms { Cloud = "aws", Regions = ["us-gov-west-1"] });
        var deployment = Registered with { Kind = "aws-bedrock", Url = url, Aws = new AwsConfig { Region = "us-gov-west-1" } };
        if (counts)
        {
            Counts(deployment, terms);
        }
        else
        {
            Doubted("nothing but the configuration", deployment, terms);
        }
    }

    [Theory]
    [InlineData("https://us-central1-aiplatform.googleapis.com", true)]
    [InlineData("https://aiplatform.us-central1.rep.googleapis.com", true)]
    [InlineData("https://aiplatform.googleapis.com", false)]
    [InlineData("https://us-east5-aiplatform.googleapis.com", false)]
    [InlineData("https://us-central1-aiplatform.googleapis.com.example.org", false)]
    public void So_does_a_location_of_Google(string url, bool counts)
    {
        var place = DeploymentPlace.Of(
            Registered with { Kind = "google-vertex", Cloud = "google", Region = "us-central1", Url = url, Google = new GoogleConfig { Project = "p", Location = "us-central1", ServiceAccount = "key.json" } },
            Naming(new CloudTerms { Cloud = "google", Regions = ["us-central1"] }));
        Assert.Equal(counts ? "cloud" : "unknown", place.Hosting);
    }

    [Fact]
    public async Task A_name_that_leads_into_another_region_is_not_connected_to()
    {
        var place = DeploymentPlace.Of(
            Registered with { Cloud = "azure", Region = "eastus" }, Naming(new CloudTerms { Cloud = "azure", Regions = ["eastus"], Addresses = ["203.0.113.0/24"] }));
        Assert.Equal("cloud", place.Hosting);
        using var pool = new UpstreamPool("d", place.Rule, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("20.42.0.1")]));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://models.example.org:9/v1");

        var fault = await Assert.ThrowsAsync<UpstreamException>(() => pool.Http.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.IsType<AddressException>(fault.InnerException);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/v1")]
    [InlineData("http://localhost:8000/v1")]
    [InlineData("http://[::1]:8000/v1")]
    [InlineData("http://2130706433:8000/v1")] // 127.0.0.1 as one number
    [InlineData("http://0x7f.1:8000/v1")]
    [InlineData("http://[::ffff:127.0.0.1]:8000/v1")]
    [InlineData("https://10.1.2.3/v1")]
    [InlineData("https://8.8.8.8/v1")]
    [InlineData("https://169.254.169.254/v1")]
    public void An_address_in_the_url_that_is_not_the_clouds_is_seen_before_anything_is_sent(string url)
    {
        Doubted("does not count", Registered with { Url = url }, Silent);
        Doubted("does not count", Registered with { Url = url }, Naming(new CloudTerms { Cloud = "aws" }));
        Doubted("does not count", Registered with { Url = url, Cloud = "ours" }, Naming(new CloudTerms { Cloud = "ours", Addresses = ["203.0.113.0/24"] }));
        Doubted("does not count", Registered with { Url = url, Cloud = "ours" }, Naming(new CloudTerms { Cloud = "ours", Addresses = ["203.0.113.0/24"] }) with { Addresses = ["0.0.0.0/0", "::/0"] });
    }

    [Fact]
    public void A_private_address_counts_where_the_agreement_lists_it_for_that_cloud()
    {
        var terms = Naming(new CloudTerms { Cloud = "aws", Addresses = ["10.1.0.0/16"] }, new CloudTerms { Cloud = "azure" });

        Counts(Registered with { Url = "https://10.1.2.3/v1" }, terms);
        Doubted("does not list", Registered with { Url = "https://10.2.2.3/v1" }, terms);
        Doubted("does not list", Registered with { Url = "https://10.1.2.3/v1", Cloud = "azure" }, terms);
    }

    [Theory]
    [InlineData("aws", "aws-us-gov", "52.94.133.131")] // commercial addresses for a claim of GovCloud
    [InlineData("aws-us-gov", "aws", "52.94.133.131")]
    [InlineData("azure", "aws", "52.94.133.131")]
    public void A_partition_is_held_to_its_own_list_and_lends_none_to_another_cloud(string cloud, string partition, string address) =>
        Doubted("not of", Registered with { Url = $"https://{address}/v1", Cloud = cloud, Partition = partition }, Silent);

    [Fact]
    public void Other_hosting_stays_what_it_is_and_the_sandbox_stands_nowhere()
    {
        foreach (var hosting in (string[])["edge", "on-premises", "unknown"])
        {
            var place = DeploymentPlace.Of(Registered with { Hosting = hosting, Cloud = "ours" }, Silent);
            Assert.Equal((hosting, null), (place.Hosting, place.Because));
        }

        Counts(Registered with { Kind = "sandbox", Url = null, Cloud = "unknown" }, Silent);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_is_not_connected_to()
    {
        var place = DeploymentPlace.Of(Registered with { Cloud = "ours" }, Naming(new CloudTerms { Cloud = "ours", Addresses = ["203.0.113.0/24"] }) with { Addresses = ["127.0.0.0/8"] });
        Assert.Equal("cloud", place.Hosting);
        foreach (var address in (string[])["127.0.0.1", "10.0.0.1", "8.8.8.8", "::1"])
        {
            using var pool = new UpstreamPool("d", place.Rule, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://models.example.org:9/v1");

            var fault = await Assert.ThrowsAsync<UpstreamException>(() => pool.Http.SendAsync(request, TestContext.Current.CancellationToken));

            Assert.IsType<AddressException>(fault.InnerException);
        }
    }

    [Theory]
    [InlineData("our-machine-room")]
    [InlineData("aws")]
    public async Task A_machine_room_that_calls_itself_a_cloud_is_refused_by_the_base_agreement(string cloud)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var with = TestConfig.WithUpstreams("openai", upstream.Url)(config);
            return with with { Deployments = [.. with.Deployments.Select(deployment => deployment with { Cloud = cloud })] };
        });

        using var response = await host.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("clause_6.1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(upstream.Bodies);
    }

    [Fact]
    public void Tool_servers_are_held_to_the_same()
    {
        var server = new McpServerConfig { Name = "depot", Url = "https://depot.example.mil/mcp", UseCases = [], Hosting = "cloud", Cloud = "ours" };
        var config = TestConfig.Default("/nowhere") with { Mcp = new McpConfig { Servers = [server, server with { Name = "other", Cloud = "azure" }] } };

        Assert.Equal(["depot"], DeploymentPlace.Doubts(config, Silent).Select(static doubt => doubt.Deployment));
    }

    [Fact]
    public void Who_is_held_to_a_list_is_told_when_it_is_old()
    {
        var config = TestConfig.Default("/nowhere") with
        {
            Deployments = [Registered, Registered with { Name = "edge", Hosting = "edge" }, Registered with { Name = "listed", Cloud = "ours" }, Registered with { Name = "sandbox", Kind = "sandbox" }],
        };
        var terms = Naming(new CloudTerms { Cloud = "aws" }, new CloudTerms { Cloud = "ours", Addresses = ["203.0.113.0/24"] });
        var made = CloudRanges.Shipped.Day!.Value;

        Assert.Equal(["d"], DeploymentPlace.HeldToOldLists(config, terms, At(made.AddDays(184))));
        Assert.Empty(DeploymentPlace.HeldToOldLists(config, terms, At(made.AddDays(183))));
        Assert.Equal(CloudRanges.Shipped.AsOf, DeploymentPlace.Of(Registered, terms).ListAsOf);
        Assert.Null(DeploymentPlace.Of(Registered with { Hosting = "edge" }, terms).ListAsOf);

        static DateTimeOffset At(DateOnly day) => new(day, TimeOnly.MaxValue, TimeSpan.Zero);
    }

    private static AgreementTerms Naming(params ImmutableArray<CloudTerms> clouds) => Silent with { Clouds = clouds };

    private static void Counts(DeploymentConfig deployment, AgreementTerms terms)
    {
        var place = DeploymentPlace.Of(deployment, terms);
        Assert.Equal(("cloud", null), (place.Hosting, place.Because));
    }

    private static void Doubted(string because, DeploymentConfig deployment, AgreementTerms terms)
    {
        var place = DeploymentPlace.Of(deployment, terms);
        Assert.Equal("unknown", place.Hosting);
        Assert.Contains(because, place.Because, StringComparison.Ordinal);
    }
}
