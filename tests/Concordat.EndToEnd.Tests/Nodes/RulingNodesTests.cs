using System.Net;
using System.Text;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Nodes;

/// <summary>A ruling, proposed on a case of one node, signed and applied by the command line, holds on both nodes, and its revocation too.</summary>
public sealed class RulingNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ruling_lets_like_requests_pass_on_both_nodes_until_one_reviewer_takes_it_back()
    {
        using var a = nodes.A.NewClient(nodes.Key);
        using var b = nodes.B.NewClient(nodes.Key);
        string id;
        using (var held = await PictureAsync(a))
        {
            Assert.Equal(HttpStatusCode.Forbidden, held.StatusCode);
            id = held.Headers.GetValues("Concordat-Case").Single();
        }

        var draft = Path.Combine(nodes.Home("a"), "pictures.json");
        var proposed = await RunAsync(
            "ruling", "propose", id, "--key", Key("reviewer"), "--as", "reviewer", "--gateway", nodes.A.Url, "--config", nodes.Configuration("a"),
            "--id", "pictures", "--title", "Pictures of the radar", "--reason", "they show machines", "--output", draft);
        Assert.Contains("proven: it opens no red line", proposed, StringComparison.Ordinal);
        var signed = Path.ChangeExtension(draft, ".dsse.json");
        await RunAsync("ruling", "sign", draft, "--key", Key("reviewer"));
        var half = await CommandRun.ConcordatAsync(Stop, "ruling", "apply", signed, "--config", nodes.Configuration("a"));
        Assert.Equal(1, half.Code);
        await RunAsync("ruling", "sign", signed, "--key", Key("vendor-reviewer"));
        Assert.Contains("taken: ruling `pictures` on clause 6.4", await RunAsync("ruling", "apply", signed, "--config", nodes.Configuration("a")), StringComparison.Ordinal);

        await Eventually.TrueAsync("the ruling stands on both nodes", () => BothAsync(a, b, HttpStatusCode.OK), Stop);
        Assert.Contains("ruling pictures", await RunAsync("case", "show", await LikeItAsync(a), "--config", nodes.Configuration("a")), StringComparison.Ordinal);
        Assert.Matches("pictures +6.4 +radar-maintenance .* yes", await RunAsync("ruling", "list", "--config", nodes.Configuration("b")));

        await RunAsync("ruling", "revoke", "pictures", "--key", Key("vendor-reviewer"), "--reason", "they show faces", "--config", nodes.Configuration("b"));
        await Eventually.TrueAsync("it stands on neither", () => BothAsync(a, b, HttpStatusCode.Forbidden), Stop);
        Assert.Contains("no: revoked by", await RunAsync("ruling", "show", "pictures", "--config", nodes.Configuration("a")), StringComparison.Ordinal);
        foreach (var node in new[] { nodes.A, nodes.B })
        {
            var verified = await CommandRun.ConcordatAsync(Stop, "ledger", "verify", node.Ledger, "--key", node.LogKey);
            Assert.True(verified.Code == 0, verified.ToString());
        }
    }

    private static async Task<bool> BothAsync(HttpClient a, HttpClient b, HttpStatusCode status)
    {
        foreach (var http in new[] { a, b })
        {
            using var answer = await PictureAsync(http);
            if (answer.StatusCode != status)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A case that the ruling does not cover, and resembles it.</summary>
    private static async Task<string> LikeItAsync(HttpClient http)
    {
        using var held = await AskAsync(http, """{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""");
        Assert.Equal(HttpStatusCode.Forbidden, held.StatusCode);
        return held.Headers.GetValues("Concordat-Case").Single();
    }

    private static Task<HttpResponseMessage> PictureAsync(HttpClient http) => AskAsync(http, """{"type":"image_url","image_url":{"url":"https://example.com/radar.png"}}""");

    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, string part)
    {
        using var content = new StringContent($$"""{"model":"sandbox","messages":[{"role":"user","content":[{{part}}]}]}""", Encoding.UTF8, "application/json");
        return await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, Stop);
    }

    private string Key(string person) => Path.Combine(nodes.Home("a"), "keys", $"{person}.key.pem");

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var result = await CommandRun.ConcordatAsync(Stop, arguments);
        Assert.True(result.Code == 0, result.ToString());
        return result.Output;
    }
}
