using System.Net;
using Concordat.Gateway.Addresses;

namespace Concordat.Gateway.Tests.Addresses;

public sealed class AddressRuleTests
{
    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("169.254.1.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fd00:ec2::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::ffff:169.254.1.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::10.1.2.3")]
    [InlineData("64:ff9b::169.254.1.1")]
    [InlineData("64:ff9b:1::a01:203")]
    [InlineData("2002:a01:203::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("::10.1.2.3")]
    public void An_address_that_is_not_public_is_refused(string address) =>
        Assert.Contains("does not list", AddressRule.Public.Fault("models.example.org", IPAddress.Parse(address)), StringComparison.Ordinal);

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void A_public_address_is_taken_where_the_cloud_publishes_no_list(string address) =>
        Assert.Null(AddressRule.Public.Fault("models.example.org", IPAddress.Parse(address)));

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void This_machine_is_reached_where_the_url_names_it(string host) => Assert.Null(AddressRule.Public.Fault(host, IPAddress.Loopback));

    [Fact]
    public void This_machine_is_in_no_cloud_unless_the_agreement_lists_it()
    {
        Assert.Contains("not in `aws-us-gov`", new AddressRule("aws-us-gov", []).Fault("127.0.0.1", IPAddress.Loopback), StringComparison.Ordinal);
        Assert.Null(new AddressRule("aws-us-gov", [IPNetwork.Parse("127.0.0.1/32")]).Fault("127.0.0.1", IPAddress.Loopback));
    }

    [Theory]
    [InlineData("localhost.example.org", "127.0.0.1")]
    [InlineData("localhost", "10.0.0.1")]
    [InlineData("127.0.0.1", "169.254.169.254")]
    [InlineData("168.63.129.16", "168.63.129.16")]
    [InlineData("100.100.100.200", "100.100.100.200")]
    public void A_name_like_this_machine_is_none(string host, string address) => Assert.NotNull(AddressRule.Public.Fault(host, IPAddress.Parse(address)));

    [Theory]
    [InlineData("aws", "3.5.140.10", true)]
    [InlineData("aws", "52.94.133.131", true)]
    [InlineData("aws", "8.8.8.8", false)]
    [InlineData("aws", "20.42.0.1", false)]
    [InlineData("azure", "20.42.0.1", true)]
    [InlineData("azure", "52.94.133.131", false)]
    [InlineData("google", "142.250.80.10", true)]
    [InlineData("google", "2607:f8b0:4004::1", true)]
    [InlineData("google", "20.42.0.1", false)]
    [InlineData("aws-us-gov", "52.94.133.131", false)]
    [InlineData("AWS-US-GOV", "8.8.8.8", false)]
    [InlineData("AWS US Gov", "52.94.133.131", false)]
    [InlineData("Azure", "20.42.0.1", true)]
    public void A_cloud_that_publishes_a_list_is_held_to_it(string cloud, string address, bool taken) =>
        Assert.Equal(taken, new AddressRule(cloud, []).Fault("models.example.org", IPAddress.Parse(address)) is null);

    [Fact]
    public void What_the_agreement_lists_is_taken()
    {
        var rule = new AddressRule("aws", [IPNetwork.Parse("10.20.0.0/16")]);

        Assert.Null(rule.Fault("vpce.example.org", IPAddress.Parse("10.20.3.4")));
        Assert.Null(rule.Fault("vpce.example.org", IPAddress.Parse("::ffff:10.20.3.4")));
        Assert.NotNull(rule.Fault("vpce.example.org", IPAddress.Parse("10.21.3.4")));
    }

    [Fact]
    public void The_shipped_list_says_its_date_and_finds_the_narrowest_cloud()
    {
        Assert.Contains("2025", CloudRanges.Shipped.AsOf, StringComparison.Ordinal);
        Assert.Equal(["aws", "aws-cn", "aws-us-gov", "azure", "google"], CloudRanges.Shipped.Clouds);
        Assert.Equal("azure", CloudRanges.Shipped.CloudOf(IPAddress.Parse("20.42.0.1")));
        Assert.Null(CloudRanges.Shipped.CloudOf(IPAddress.Parse("10.0.0.1")));
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("[aws]\n10.0.0.0/8\n10.1.0.0/16")]
    [InlineData("[aws]\nnonsense")]
    public void A_list_that_is_not_one_is_refused(string text) => Assert.Throws<FormatException>(() => CloudRanges.Read(new StringReader(text)));
}
