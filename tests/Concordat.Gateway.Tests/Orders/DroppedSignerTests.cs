using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Orders;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>A suspension stands as it was signed, whoever is dropped from the agreement, the configuration or the envelope afterwards.</summary>
public sealed class DroppedSignerTests : IDisposable
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";
    private const string Delegated = "\"configured\": [\"restrict\", \"exclude\", \"remove\", \"stay\", \"enjoin\", \"deny\", \"vacate\", \"waive\", \"lift\", \"respond\", \"report\"]";
    private const string Together = "in force: suspended by all parties together";

    private static readonly string[] Acts = ["suspend", "confirm", "terminate", "lift"];
    private readonly TestIssuers _cio = new(); // of the department; dropped by the amendment
    private readonly TestIssuers _lead = new(); // of the vendor
    private readonly TestIssuers _next = new(); // of the department, after the amendment

    public void Dispose()
    {
        _cio.Dispose();
        _lead.Dispose();
        _next.Dispose();
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("terminate")]
    public async Task What_all_have_signed_stands_under_an_amendment_that_drops_who_signed_it(string action)
    {
        await using var host = await SuspendedAsync(action, withVendor: true);

        await ApplyAsync(host, After, Issuer("cio", _cio, "department"), Issuer("lead", _lead, "vendor", Acts), Issuer("next", _next, "department", Acts));

        var book = host.Gateway.Orders.Book!;
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        Assert.Equal(action == "suspend" ? Together : "in force: terminated by all parties together, for good", book.At(book.Find("stop")!.Order!, TimeProvider.System.GetUtcNow().AddYears(1)).Because);
    }

    [Fact]
    public async Task Only_those_who_speak_for_the_parties_now_lift_it()
    {
        await using var host = await SuspendedAsync("suspend", withVendor: true);
        await ApplyAsync(host, After, Issuer("cio", _cio, "department"), Issuer("lead", _lead, "vendor", Acts), Issuer("next", _next, "department", Acts));
        var steps = host.Gateway.Orders.Book!.At(host.Gateway.Orders.Book!.Find("stop")!.Order!, TimeProvider.System.GetUtcNow()).Steps;
        Assert.Contains(steps, static step => step.Contains("`cio`, who signed it, speaks for no party any more: it stands as it was signed", StringComparison.Ordinal));

        Refused(host, _lead.Notice("l1", "stop", "lift", "lead", _cio, _cio.HashOf("stop")), "signed by `cio` too, who may not `lift`");
        Refused(host, _cio.Notice("l2", "stop", "lift", "cio", _lead, _cio.HashOf("stop")), "may not sign `lift`");
        Refused(host, _lead.Notice("l3", "stop", "lift", "lead", hash: _cio.HashOf("stop")), "it needs the signatures of all of them");
        Refused(host, _next.Notice("l4", "stop", "lift", "next", hash: _cio.HashOf("stop")), "it needs the signatures of all of them");
        await TestIssuers.ApplyAsync(host, "l5", _next.Notice("l5", "stop", "lift", "next", _lead, _cio.HashOf("stop")));
        await host.Gateway.Orders.LookNowAsync();

        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
    }

    [Theory]
    [InlineData("the issuer", "is issued by `cio`, whom `orders.issuers` in the configuration does not name")]
    [InlineData("the other", "`stop` was signed by `department` and `vendor` together, and cannot be read so any more")]
    [InlineData("the party", "`stop` was signed by `department` and `vendor` together, and cannot be read so any more")]
    public async Task A_configuration_that_drops_one_of_them_does_not_take_effect_and_says_the_way_out(string dropped, string because)
    {
        await using var host = await SuspendedAsync("suspend", withVendor: true);
        OrderIssuerConfig[] issuers = dropped switch
        {
            "the issuer" => [Issuer("lead", _lead, "vendor", Acts)],
            "the other" => [Issuer("cio", _cio, "department"), Issuer("next", _next, "department", Acts)],
            _ => [Issuer("cio", _cio, "vendor"), Issuer("lead", _lead, "vendor", Acts)], // the operator says that both were of one side: it would lapse
        };

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => ApplyAsync(host, After, issuers));

        Assert.Contains(because, fault.Message, StringComparison.Ordinal);
        Assert.Contains("without acts", fault.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        Assert.Equal(SignedBefore.Hash, host.Gateway.Model!.Agreement.Hash);
    }

    [Fact]
    public async Task A_start_holds_the_store_to_what_the_ledger_says_all_have_signed()
    {
        await using var host = await SuspendedAsync("suspend", withVendor: true);
        await host.Ledger.IntegrateAsync();
        await StartAsync(host); // as it is

        // The vendor's signature is taken out of the row: what was signed, and so its hash, is the same.
        var envelope = JsonNode.Parse((await host.Stores.Orders.ListAsync(0, TestContext.Current.CancellationToken))[0].Envelope)!;
        envelope["signatures"]!.AsArray().RemoveAt(1);
        await host.ExecuteAsync($"UPDATE orders SET envelope = x'{Convert.ToHexString(Encoding.UTF8.GetBytes(envelope.ToJsonString()))}' WHERE id = 'stop'");

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(host));
        Assert.Contains("only `cio` of those who signed it is known", fault.Message, StringComparison.Ordinal);
        Assert.Contains("or restore the store", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stop_of_one_party_does_not_become_one_of_all_by_what_the_configuration_says_of_who_signed_it()
    {
        // Two of the department sign; the operator says of the one who is dropped that they were of the vendor.
        await using var host = await SuspendedAsync("suspend", withVendor: false);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => ApplyAsync(host, After, Issuer("cio", _cio, "vendor"), Issuer("next", _next, "department", Acts)));

        Assert.Contains("was the stop of one party, and would be read as one by all of them", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stop_of_one_party_whose_signer_is_dropped_lapses_as_it_was_signed_and_is_joined_by_nobody()
    {
        await using var host = await SuspendedAsync("suspend", withVendor: false);
        await ApplyAsync(host, After, Issuer("cio", _cio, "department"), Issuer("lead", _lead, "vendor", Acts), Issuer("next", _next, "department", Acts));

        var book = host.Gateway.Orders.Book!;
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        Assert.True(book.At(book.Find("stop")!.Order!, TimeProvider.System.GetUtcNow().AddYears(1)).IsOver);
        Refused(host, _lead.Notice("c1", "stop", "confirm", "lead", hash: _cio.HashOf("stop")), "let all parties sign a suspension of their own");
    }

    private async Task<GatewayHost> SuspendedAsync(string action, bool withVendor)
    {
        var host = await GatewayHost.StartAsync(config => config with { Orders = new OrdersConfig { Issuers = Before } }, agreement: SignedBefore);
        await TestIssuers.ApplyAsync(host, "stop", _cio.Order("stop", """{"vendor":"concordat"}""", action: action, with: withVendor ? _lead : _next));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Null(host.Gateway.Status().OrdersFault);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        return host;
    }

    private IReadOnlyList<OrderIssuerConfig> Before => [Issuer("cio", _cio, "department", Acts), Issuer("lead", _lead, "vendor", Acts), Issuer("next", _next, "department", Acts)];

    private Agreement SignedBefore => Agreed(("cio", _cio, "department"), ("lead", _lead, "vendor"), ("next", _next, "department"));

    private Agreement After => Agreed(("lead", _lead, "vendor"), ("next", _next, "department"));

    private static Agreement Agreed(params (string Id, TestIssuers Issuer, string Party)[] issuers) => SignedBaseAgreement.With(
        "agreement.json", Delegated,
        $"\"issuers\": {{ {string.Join(", ", issuers.Select(static each => $$""" "{{each.Id}}": { "name": "An issuer", "party": "{{each.Party}}", "key": "{{each.Issuer.KeyId}}", "acts": [{{string.Join(", ", Acts.Select(static act => $"\"{act}\""))}}] }"""))} }}");

    private static OrderIssuerConfig Issuer(string id, TestIssuers issuer, string party, params string[] acts) => new() { Id = id, Name = id, Party = party, Key = issuer.File, Acts = acts };

    private static Task ApplyAsync(GatewayHost host, Agreement agreement, params OrderIssuerConfig[] issuers) => host.Gateway.ApplyAsync(
        TestConfig.Default(host.Directory) with { Orders = new OrdersConfig { Issuers = issuers } }, agreement, new string('1', 64), TestContext.Current.CancellationToken).AsTask();

    private async Task StartAsync(GatewayHost host)
    {
        using var watch = new OrderWatch(host.Stores, host.Ledger, null!, TimeProvider.System, NullLogger.Instance);
        await watch.ReadAsync(TestConfig.Default(host.Directory) with { Orders = new OrdersConfig { Issuers = Before } }, SignedBefore, TestContext.Current.CancellationToken);
    }

    private static void Refused(GatewayHost host, byte[] envelope, string because) => Assert.Contains(
        because, Assert.Throws<OrderException>(() => OrderIntake.Check(envelope, host.Gateway.Orders.Book!, [], TimeProvider.System.GetUtcNow())).Message, StringComparison.Ordinal);

    private static async Task<HttpStatusCode> AskAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", Request);
        return response.StatusCode;
    }
}
