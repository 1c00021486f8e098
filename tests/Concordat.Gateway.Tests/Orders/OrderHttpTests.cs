using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Signers;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>Orders over HTTP: taken for their signature, read with an API key, errors as problem documents.</summary>
public sealed class OrderHttpTests : IDisposable
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";

    private readonly TestIssuers _issuers = new();

    public void Dispose() => _issuers.Dispose();

    [Fact]
    public async Task An_order_that_is_posted_is_in_force_when_the_answer_comes()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        var envelope = _issuers.Order("out", """{"vendor":"CONCORDAT"}""");
        var (status, taken) = await PostAsync(host, envelope);
        Assert.Equal((HttpStatusCode.Created, "remove", true, "cio"), (status, (string?)taken["act"], (bool)taken["new"]!, (string?)taken["signers"]![0]));
        Assert.Equal("stop-use", (string?)taken["order"]!["standing"]);
        using (var refused = await host.PostAsync("/v1/chat/completions", Request))
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        (status, taken) = await PostAsync(host, envelope);
        Assert.Equal((HttpStatusCode.OK, false), (status, (bool)taken["new"]!));
        (status, taken) = await PostAsync(host, _issuers.Lift("back", "out"));
        Assert.Equal((HttpStatusCode.Created, "lift", false), (status, (string?)taken["act"], (bool)taken["order"]!["in_force"]!));
        using var served = await host.PostAsync("/v1/chat/completions", Request);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task Orders_are_listed_shown_explained_and_planned_as_of_a_date()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        using (var served = await host.PostAsync("/v1/chat/completions", Request))
        {
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        }

        await PostAsync(host, _issuers.Order("out", """{"vendor":"concordat"}"""));
        await PostAsync(host, _issuers.Lift("back", "out"));

        var (_, list) = await GetAsync(host, "/v1/orders");
        Assert.Equal(("out", false), ((string?)list["orders"]![0]!["id"], (bool)list["orders"]![0]!["in_force"]!));
        var (_, earlier) = await GetAsync(host, $"/v1/orders?as_of={Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O"))}");
        Assert.True((bool)earlier["orders"]![0]!["in_force"]!);

        var (_, shown) = await GetAsync(host, "/v1/orders/out");
        Assert.Equal(("The CIO", "back"), ((string?)shown["order"]!["official"], (string?)shown["notices"]![0]!["id"]));
        var (_, why) = await GetAsync(host, $"/v1/orders/out/explanation?as_of={Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O"))}");
        Assert.Equal(("maintenance", "stop-use"), ((string?)why["uses"]![0]!["use_case"], (string?)why["uses"]![0]!["standing"]));
        Assert.NotEmpty(why["order"]!["steps"]!.AsArray());
        var (_, plan) = await GetAsync(host, "/v1/orders/out/plan");
        Assert.Equal(("sandbox-1", 90), ((string?)plan["uses"]![0]!["deployment"], (int)plan["days"]!));
        Assert.Equal(("sandbox-1", "no bill of materials", true), ((string?)plan["bills"]![0]!["deployment"], (string?)plan["bills"]![0]!["finding"], (bool)plan["bills"]![0]!["targeted"]!));
    }

    [Fact]
    public async Task A_key_sees_the_uses_of_its_own_use_case_alone()
    {
        await using var host = await GatewayHost.StartAsync(config => _issuers.Configure(config) with { UseCases = [config.UseCases[0], config.UseCases[0] with { Id = "somebody-else" }] });
        await PostAsync(host, _issuers.Order("out", """{"vendor":"concordat"}"""));
        foreach (var path in new[] { "/v1/orders/out/plan", "/v1/orders/out/explanation" })
        {
            var (_, answer) = await GetAsync(host, path);
            Assert.Equal(["maintenance"], answer["uses"]!.AsArray().Select(use => (string?)use!["use_case"]));
            Assert.All(answer["bills"]?.AsArray() ?? [], bill => Assert.Equal("maintenance", (string?)Assert.Single(bill!["use_cases"]!.AsArray())));
        }
    }

    [Theory]
    [InlineData("""{"useCase":"somebody-else"}""", "")]
    [InlineData("""{"vendor":"concordat"}""", ",\"scope\":{\"useCases\":[\"somebody-else\"]}")]
    [InlineData("""{"vendor":"Depot Software"}""", "")] // whose server the use case may not call
    [InlineData("""{"vendor":"Nobody here"}""", "")]
    public async Task An_order_that_does_not_concern_a_keys_use_case_is_for_it_as_if_there_were_none(string target, string more)
    {
        await using var host = await GatewayHost.StartAsync(config => _issuers.Configure(config) with
        {
            UseCases = [config.UseCases[0], config.UseCases[0] with { Id = "somebody-else" }],
            Mcp = new McpConfig { Servers = [new McpServerConfig { Name = "depot", Url = "http://127.0.0.1:9", UseCases = ["somebody-else"], Vendor = "Depot Software", Cloud = "c", Region = "r" }] },
        });
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(host, _issuers.Order("theirs", target, more: more))).Status);
        await PostAsync(host, _issuers.Notice("why", "theirs", "lift"));
        await PostAsync(host, _issuers.Order("ours", """{"vendor":"concordat","useCase":"maintenance"}"""));

        var (_, list) = await GetAsync(host, "/v1/orders");
        Assert.Equal(["ours"], list["orders"]!.AsArray().Select(order => (string?)order!["id"]));
        foreach (var path in new[] { "", "/plan", "/explanation" })
        {
            var (hidden, theirs) = await GetAsync(host, "/v1/orders/theirs" + path, "application/problem+json");
            var (absent, none) = await GetAsync(host, "/v1/orders/none" + path, "application/problem+json");
            Assert.Equal((absent, none.ToJsonString()), (hidden, theirs.ToJsonString()));
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, "/v1/orders/ours" + path)).Status);
        }
    }

    [Theory]
    [InlineData("/v1/orders/none", 404, "order_not_found")]
    [InlineData("/v1/orders/back", 404, "order_not_found")] // a notice is no order
    [InlineData("/v1/orders/none/plan", 404, "order_not_found")]
    [InlineData("/v1/orders?as_of=yesterday", 400, "invalid_request")]
    [InlineData("/v1/orders?as_of=2026-01-01&as_of=2026-01-02", 400, "invalid_request")]
    public async Task What_cannot_be_answered_is_a_problem_document(string path, int status, string code)
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await PostAsync(host, _issuers.Order("out", """{"vendor":"concordat"}"""));
        await PostAsync(host, _issuers.Lift("back", "out"));

        var (answered, problem) = await GetAsync(host, path, "application/problem+json");
        Assert.Equal((status, code, status), ((int)answered, (string?)problem["code"], (int)problem["status"]!));
    }

    [Fact]
    public async Task Nobody_reads_orders_without_a_key()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        host.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal("missing_api_key", (string?)(await GetAsync(host, "/v1/orders", "application/problem+json")).Body["code"]);
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "nonsense");
        Assert.Equal("invalid_api_key", (string?)(await GetAsync(host, "/v1/orders", "application/problem+json")).Body["code"]);
    }

    [Fact]
    public async Task What_nobody_who_may_has_signed_is_not_taken_and_changes_nothing()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        using var strangers = new TestIssuers();
        var good = _issuers.Order("out", """{"vendor":"concordat"}""");
        foreach (var bad in new[] { strangers.Order("out", """{"vendor":"concordat"}"""), Encoding.UTF8.GetBytes("{}"), Encoding.UTF8.GetBytes("nonsense"), good[..^9], _issuers.Lift("back", "out") })
        {
            var (status, problem) = await PostAsync(host, bad, "application/problem+json");
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "order_not_taken"), (status, (string?)problem["code"]));
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(host, new byte[300 * 1024], "application/problem+json")).Status);
        Assert.Equal(0, await host.Stores.Orders.CountAsync(TestContext.Current.CancellationToken));
        using var served = await host.PostAsync("/v1/chat/completions", Request);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task The_vendor_answers_an_order_and_the_answer_is_recorded_beside_it()
    {
        using var vendor = new TestIssuers();
        await using var host = await GatewayHost.StartAsync(_issuers.And(vendor, "press", "respond"));
        await PostAsync(host, _issuers.Order("out", """{"vendor":"concordat"}"""));

        var (status, taken) = await PostAsync(host, vendor.Notice("answer", "out", "respond", "press"));
        Assert.Equal((HttpStatusCode.Created, "respond", true), (status, (string?)taken["act"], (bool)taken["order"]!["in_force"]!));
        var (_, shown) = await GetAsync(host, "/v1/orders/out");
        Assert.Equal(("answer", "respond", "done"), ((string?)shown["notices"]![0]!["id"], (string?)shown["notices"]![0]!["kind"], (string?)shown["notices"]![0]!["reason"]));
        Assert.Equal(
            ["remove out", "respond answer out"],
            (await host.EntriesAsync()).Where(entry => (string?)entry["type"] == "orders" && (string?)entry["reason"] != "start").Select(entry => entry["orders"]!["added"]![0]!)
                .Select(added => $"{added["act"]} {added["id"]} {added["order"]}".TrimEnd()));
    }

    [Fact]
    public async Task What_a_known_issuer_signed_and_may_not_is_recorded_once_with_the_reason()
    {
        using var vendor = new TestIssuers();
        await using var host = await GatewayHost.StartAsync(_issuers.And(vendor, "press", "respond"));
        await PostAsync(host, _issuers.Order("out", """{"vendor":"concordat"}"""));
        using var strangers = new TestIssuers();
        foreach (var bad in new[] { vendor.Lift("back", "out", "press"), vendor.Lift("back", "out", "press"), strangers.Lift("back", "out"), Encoding.UTF8.GetBytes("{}") })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(host, bad, "application/problem+json")).Status);
        }

        // What strangers brought is one entry more, of another kind.
        var all = (await host.EntriesAsync()).FindAll(entry => (string?)entry["reason"] == "refused");
        Assert.Equal(2, all.Count);
        var refused = Assert.Single(all, entry => entry["orders"]!["refused"]!["issuer"] is not null);
        Assert.Equal(("lift", "back", "press", "out"), (
            (string?)refused["orders"]!["refused"]!["act"], (string?)refused["orders"]!["refused"]!["id"], (string?)refused["orders"]!["refused"]!["issuer"],
            (string?)refused["orders"]!["refused"]!["order"]));
        Assert.Contains("`press` may not sign `lift`", (string?)refused["because"], StringComparison.Ordinal);
        Assert.Equal(["out"], refused["orders"]!["in_force"]!.AsArray().Select(id => (string?)id));
    }

    [Fact]
    public async Task A_revoked_key_signs_no_further_order()
    {
        await using var host = await GatewayHost.StartAsync(_issuers.Configure);
        await host.Stores.RevokedSigners.AddAsync(new RevokedSigner(_issuers.KeyId, TimeProvider.System.GetUtcNow(), 1, []), TestContext.Current.CancellationToken);
        var (_, problem) = await PostAsync(host, _issuers.Order("out", """{"vendor":"concordat"}"""), "application/problem+json");
        Assert.Contains("revoked", (string?)problem["detail"], StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(GatewayHost host, byte[] envelope, string type = "application/json")
    {
        using var content = new ByteArrayContent(envelope);
        content.Headers.ContentType = new("application/json");
        using var response = await host.Client.PostAsync(new Uri("/v1/orders", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return await ReadAsync(response, type);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(GatewayHost host, string path, string type = "application/json")
    {
        using var response = await host.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await ReadAsync(response, type);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> ReadAsync(HttpResponseMessage response, string type)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.Content.Headers.ContentType?.MediaType == type, text);
        return (response.StatusCode, JsonNode.Parse(text)!);
    }
}
