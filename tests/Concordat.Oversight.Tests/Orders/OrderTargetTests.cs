using Concordat.Oversight.Orders;

namespace Concordat.Oversight.Tests.Orders;

public sealed class OrderTargetTests
{
    private static readonly OrderSubject Subject =
        new("planning", "Department", "low", "assistant-1", "Initial Vendor", "assistant", "us.anthropic.claude-sonnet-4", "aws-us-gov", "us-gov-west-1", "4");

    [Theory]
    [InlineData("Initial Vendor", true)]
    [InlineData("initial  vendor ", true)]
    [InlineData("Initial\u00a0Vendor", true)]
    [InlineData("InitialVendor", false)]
    [InlineData("Initial Vendor Inc", false)]
    [InlineData("Initial", false)]
    public void A_vendor_is_its_name_whatever_its_case_and_white_space(string vendor, bool covers) =>
        Assert.Equal(covers, new OrderTarget(vendor).Covers(Subject));

    [Theory]
    [InlineData("claude*", true)]
    [InlineData("CLAUDE-SONNET*", true)]
    [InlineData("us.anthropic.claude-sonnet-4", true)]
    [InlineData("aude*", false)]
    [InlineData("claude", false)]
    [InlineData("assist*", true)]
    [InlineData("*", true)]
    public void A_family_begins_where_a_word_does(string model, bool covers) =>
        Assert.Equal(covers, new OrderTarget("Initial Vendor", Model: model).Covers(Subject));

    [Theory]
    [InlineData("4", "4", true)]
    [InlineData("4", "5", false)]
    [InlineData("4", null, true)]
    public void A_version_fits_unless_another_is_registered(string wanted, string? registered, bool covers) =>
        Assert.Equal(covers, new OrderTarget(Model: "assistant", Version: wanted).Covers(Subject with { Version = registered }));

    [Fact]
    public void What_is_registered_without_a_vendor_a_cloud_or_a_region_is_not_excluded()
    {
        Assert.True(new OrderTarget("Initial Vendor").Covers(Subject with { Vendor = "unknown" }));
        Assert.True(new OrderTarget(Cloud: "azure").Covers(Subject with { Cloud = "unknown" }));
        Assert.True(new OrderTarget(Region: "eu").Covers(Subject with { Region = "unknown" }));
        Assert.False(new OrderTarget(Deployment: "another").Covers(Subject with { Vendor = "unknown" }));
        Assert.False(new OrderTarget("Initial Vendor", Deployment: "another").Covers(Subject with { Vendor = "unknown" }));
        Assert.False(new OrderTarget("Another Vendor").Covers(Subject));
    }
}
