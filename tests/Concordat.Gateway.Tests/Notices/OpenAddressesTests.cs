using System.Net;
using Concordat.Gateway.Notices;

namespace Concordat.Gateway.Tests.Notices;

/// <summary>A webhook leads outside, or to a private place where that was said, and never to where clouds keep their metadata.</summary>
public sealed class OpenAddressesTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("2606:4700::1111")]
    public void Public_addresses_may_be_called(string address) => Assert.True(OpenAddresses.IsAllowed(IPAddress.Parse(address), isPrivate: false));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    public void Private_addresses_may_be_called_where_that_was_said(string address)
    {
        Assert.False(OpenAddresses.IsAllowed(IPAddress.Parse(address), isPrivate: false));
        Assert.True(OpenAddresses.IsAllowed(IPAddress.Parse(address), isPrivate: true));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2001:0:a9fe:a9fe::1")]
    [InlineData("ff02::1")]
    public void Others_may_never_be_called(string address) => Assert.False(OpenAddresses.IsAllowed(IPAddress.Parse(address), isPrivate: true));
}
