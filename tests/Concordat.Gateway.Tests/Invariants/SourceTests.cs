using System.Net;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Invariants;

/// <summary>A declaration can narrow where a text comes from, never make it look better.</summary>
public sealed class SourceTests
{
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
