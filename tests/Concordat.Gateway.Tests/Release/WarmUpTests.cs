using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Release;

public sealed class WarmUpTests
{
    [Fact]
    public async Task Warming_up_leaves_no_trace()
    {
        await using var host = await GatewayHost.StartAsync();
        var before = host.Ledger.DurableSize;

        await host.Gateway.WarmUpAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before, host.Ledger.DurableSize);
        Assert.Empty(host.Gateway.Decisions.Newest(10));
        Assert.Equal(0, await host.Stores.Cases.CountOpenAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("warm-up", await host.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
