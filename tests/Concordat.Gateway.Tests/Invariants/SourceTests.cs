using System.Net;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Invariants;

/// <summary>A declaration can narrow where a text comes from, never make it look better.</summary>
public sealed class SourceTests
{
    [Fact]
    public async Task Data_of_the_form_that_brokers_sell_is_bought_whatever_is_declared()
    {
        await using var host = await GatewayHost.StartAsync();
        const string Bought = "maid,lat,lon,timestamp\n"
            + "6f1c2d3e-1111-4222-8333-abcdefabcde1,38.8951,-77.0364,2026-03-01T08:00:00Z\n"
            + "6f1c2d3e-1111-4222-8333-abcdefabcde2,38.8952,-77.0365,2026-03-01T08:01:00Z\n"
            + "6f1c2d3e-1111-4222-8333-abcdefabcde3,38.8953,-77.0366,2026-03-01T08:02:00Z";

        using var response = await host.PostAsync(
            "/v1/chat/completions", DialectCase.Of("chat").Request(Bought, stream: false, "sandbox"), ("Concordat-Sources", "maintenance-log"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("clause_2.8", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("maintenance-log", HttpStatusCode.OK, null)]
    [InlineData("broker-feed", HttpStatusCode.Forbidden, "clause_1.2")]
    [InlineData("maintenance-log, broker-feed", HttpStatusCode.Forbidden, "clause_1.2")]
    [InlineData("nobody-knows", HttpStatusCode.Forbidden, "clause_1.2")]
    public async Task Only_the_sources_of_the_use_case_can_be_declared(string declared, HttpStatusCode status, string? code)
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await host.PostAsync(
            "/v1/chat/completions", DialectCase.Of("chat").Request("Which repairs are urgent?", stream: false, "sandbox"), ("Concordat-Sources", declared));

        Assert.Equal(status, response.StatusCode);
        if (code is not null)
        {
            Assert.Contains(code, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }
}
