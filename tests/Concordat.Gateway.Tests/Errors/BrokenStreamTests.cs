using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Errors;

/// <summary>A stream that ends otherwise than it should, after its first bytes were delivered, still leaves its outcome in the ledger.</summary>
public sealed class BrokenStreamTests
{
    [Fact]
    public async Task A_client_that_leaves_in_mid_stream_leaves_the_outcome_of_what_it_got()
    {
        var form = DialectCase.Of("chat");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams(form.Kind, upstream.Url));
        var gone = new TaskCompletionSource();
        upstream.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(string.Concat(form.Stream(["All is well so far. ", "And "]).Take(3)));
            await http.Response.Body.FlushAsync();
            http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        };

        using (var client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, host.Url + form.Path)
            {
                Content = new StringContent(form.Request("How is it?", stream: true), Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Authorization", $"Bearer {host.ApiKey}");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            Assert.True(await body.ReadAsync(new byte[64], TestContext.Current.CancellationToken) > 0);
        }

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var entry = await LastAsync(host, "outcome");
        Assert.Equal("client_closed", entry["error"]!.GetValue<string>());
        Assert.Equal("permit", entry["verdict"]!.GetValue<string>());
    }

    /// <summary>The entry comes after the client is gone, so it is waited for.</summary>
    private static async Task<JsonObject> LastAsync(GatewayHost host, string type)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var last = (await host.EntriesAsync()).Last();
            if (last["type"]!.GetValue<string>() == type)
            {
                return last;
            }

            await Task.Yield();
        }
    }
}
