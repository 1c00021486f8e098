using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;

namespace Concordat.Gateway.Tests.Recording;

public sealed class ReceiptEndpointTests
{
    [Fact]
    public async Task The_caller_gets_the_entry_of_its_request_and_the_proof_of_it()
    {
        await using var host = await GatewayHost.StartAsync();
        var index = await AskAsync(host);
        await host.Ledger.IntegrateAsync();

        using var response = await host.Client.GetAsync(new Uri($"v1/receipts/{index}", UriKind.Relative), TestContext.Current.CancellationToken);
        var receipt = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        var result = TlogProof.Verify((string)receipt["proof"]!, Encoding.UTF8.GetBytes((string)receipt["entry"]!), host.Ledger.VerifierKey);
        Assert.True(result.IsValid, result.Fault);
        Assert.Equal(index, result.Index!.Value.Value);
    }

    [Theory]
    [InlineData("0")] // the configuration, which is nobody's
    [InlineData("99999")]
    [InlineData("-1")]
    [InlineData("1x")]
    [InlineData("99999999999999999999")]
    public async Task What_is_not_an_entry_of_the_caller_is_not_found(string index)
    {
        await using var host = await GatewayHost.StartAsync();
        await AskAsync(host);
        await host.Ledger.IntegrateAsync();

        Assert.Equal((HttpStatusCode.NotFound, "receipt_not_found"), await GetAsync(host, index));
    }

    [Fact]
    public async Task Another_key_of_the_same_use_case_gets_nothing_and_no_key_even_less()
    {
        await using var host = await GatewayHost.StartAsync();
        var index = await AskAsync(host);
        await host.Ledger.IntegrateAsync();
        var other = await host.Stores.Keys.CreateAsync("maintenance", "other", expires: null, TestContext.Current.CancellationToken);
        await host.Gateway.Keys.RefreshAsync(TestContext.Current.CancellationToken);

        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", other.ShownOnce);
        Assert.Equal((HttpStatusCode.NotFound, "receipt_not_found"), await GetAsync(host, index.ToString(null, null)));
        host.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal((HttpStatusCode.Unauthorized, "missing_api_key"), await GetAsync(host, index.ToString(null, null)));
    }

    private static async Task<long> AskAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request("Hello", false, "sandbox"));
        return long.Parse(response.Headers.GetValues("Concordat-Entry").Single(), null);
    }

    private static async Task<(HttpStatusCode Status, string Code)> GetAsync(GatewayHost host, string index)
    {
        using var response = await host.Client.GetAsync(new Uri("v1/receipts/" + index, UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!["code"]!);
    }
}
