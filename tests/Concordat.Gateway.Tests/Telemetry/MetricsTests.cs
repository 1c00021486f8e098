using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Telemetry;

public sealed class MetricsTests
{
    [Fact]
    public async Task Verdicts_on_requests_and_answers_are_counted()
    {
        await using var host = await GatewayHost.StartAsync();
        using var held = await host.PostAsync(
            "/v1/chat/completions", DialectCase.Of("chat").Request("[[call: nobody_knows {}]]", stream: false, "sandbox"));

        var metrics = await host.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("""concordat_verdicts_total{use_case="maintenance",phase="request",verdict="permit"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""concordat_verdicts_total{use_case="maintenance",phase="answer",verdict="hold"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""concordat_requests_total{operation="chat",status="403"} 1""", metrics, StringComparison.Ordinal);
    }
}
