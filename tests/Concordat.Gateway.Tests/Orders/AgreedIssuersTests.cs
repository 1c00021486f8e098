using System.Net;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>Who signs orders is agreed: every way in which a configuration could add to that, and what an amendment does to orders in force.</summary>
public sealed class AgreedIssuersTests : IDisposable
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";
    private const string Delegated = "\"configured\": [\"restrict\", \"exclude\", \"remove\", \"stay\", \"enjoin\", \"deny\", \"vacate\", \"waive\", \"lift\", \"respond\", \"report\"]";

    private readonly TestIssuers _cio = new();
    private readonly TestIssuers _deputy = new();

    public void Dispose()
    {
        _cio.Dispose();
        _deputy.Dispose();
    }

    [Theory]
    [InlineData("unnamed", "does not let `deputy` sign `remove`")]
    [InlineData("key", "and the agreement names")]
    [InlineData("party", "`vendor` in the configuration, and `cio` speaks for `department` by the agreement")]
    [InlineData("no party", "no party in the configuration, and `cio` speaks for `department` by the agreement")]
    [InlineData("acts", "does not let `cio` sign `exclude`, but")]
    [InlineData("own key", "does not let `counsel` sign `suspend`")]
    public async Task A_configuration_adds_nobody_and_nothing_to_what_is_agreed(string how, string because)
    {
        using var vendor = TestIssuers.Vendor();
        await using var host = await GatewayHost.StartAsync(Cio("remove", "lift"), agreement: Naming("remove", "lift"));
        var good = host.Gateway.Model;
        var cio = Cio("remove", "lift")(TestConfig.Default(host.Directory)).Orders.Issuers[0];
        IReadOnlyList<OrderIssuerConfig> issuers = how switch
        {
            "unnamed" => [cio, cio with { Id = "deputy", Key = _deputy.File }],
            "key" => [cio with { Key = _deputy.File }],
            "party" => [cio with { Party = "vendor" }],
            "no party" => [cio with { Party = null }],
            "acts" => [cio with { Acts = ["remove", "exclude"] }],
            _ => [cio, new OrderIssuerConfig { Id = "counsel", Name = "Counsel", Party = "vendor", Key = vendor.File, Acts = ["suspend"] }],
        };
        var config = TestConfig.Default(host.Directory) with { Orders = new OrdersConfig { Issuers = issuers } };

        var reload = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Gateway.ApplyAsync(config, Naming("remove", "lift"), new string('1', 64), TestContext.Current.CancellationToken).AsTask());
        var start = await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayHost.StartAsync(_ => config, agreement: Naming("remove", "lift")));

        Assert.Contains(because, reload.Message, StringComparison.Ordinal);
        Assert.Contains("`orders.issuers[", reload.Message, StringComparison.Ordinal);
        Assert.Contains("terms.orders", reload.Message, StringComparison.Ordinal);
        Assert.Equal(reload.Message, start.Message);
        Assert.Same(good, host.Gateway.Model);
    }

    [Fact]
    public async Task A_configuration_may_take_less_than_is_agreed_and_leave_people_out()
    {
        await using var host = await GatewayHost.StartAsync(Cio("remove"), agreement: Naming("remove", "lift"));
        Assert.Equal(["remove"], host.Gateway.Orders.Book!.Terms.Issuers[0].Acts);
        await using var none = await GatewayHost.StartAsync(agreement: Naming("remove", "lift"));
        Assert.Empty(none.Gateway.Orders.Book!.Terms.Issuers);
    }

    [Theory]
    [InlineData(true, "suspend", true)]
    [InlineData(true, "lift", true)]
    [InlineData(true, "remove", false)]
    [InlineData(true, "vacate", false)]
    [InlineData(false, "suspend", false)]
    [InlineData(false, "remove", false)]
    [InlineData(false, "respond", false)]
    public async Task Where_nothing_is_agreed_a_party_speaks_with_the_key_that_signed_the_agreement_and_nobody_signs_orders_of_law(bool isOwn, string act, bool good)
    {
        using var department = TestIssuers.Department();
        var config = Issuing(new OrderIssuerConfig { Id = "cio", Name = "CIO", Party = "department", Key = (isOwn ? department : _cio).File, Acts = [act] });
        var agreement = SignedBaseAgreement.With("agreement.json", Delegated, "");

        if (good)
        {
            await using var host = await GatewayHost.StartAsync(config, agreement: agreement);
            Assert.True(host.Gateway.Orders.Book!.Terms.Issuers[0].IsAgreed);
        }
        else
        {
            var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayHost.StartAsync(config, agreement: agreement));
            Assert.Contains($"does not let `cio` sign `{act}`", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_key_of_one_party_speaks_for_no_other()
    {
        using var department = TestIssuers.Department();
        var config = Issuing(new OrderIssuerConfig { Id = "counsel", Name = "Counsel", Party = "vendor", Key = department.File, Acts = ["suspend"] });

        Assert.Contains("does not let `counsel` sign `suspend`", (await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayHost.StartAsync(config))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("without acts")]
    [InlineData("left out")]
    public async Task An_amendment_that_retires_an_issuer_leaves_their_order_in_force_and_takes_nothing_more_of_them(string how)
    {
        await using var host = await GatewayHost.StartAsync(Cio("remove", "lift"), agreement: Naming("remove", "lift"));
        await TestIssuers.ApplyAsync(host, "out", _cio.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));

        // Whom it leaves out may stay configured, without acts, so that what they signed can be read.
        var amended = how == "without acts" ? Naming() : Agreed($$"""{ "deputy": {{Issuer(_deputy, "department", "lift")}} }""");
        var retired = Cio()(TestConfig.Default(host.Directory));
        await host.Gateway.ApplyAsync(retired, amended, new string('1', 64), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        Assert.Contains("may not sign `lift`", Assert.Throws<OrderException>(() => Check(host, _cio.Lift("back", "out"))).Message, StringComparison.Ordinal);
        Assert.Contains("may not sign `remove`", Assert.Throws<OrderException>(() => Check(host, _cio.Order("more", """{"vendor":"other"}"""))).Message, StringComparison.Ordinal);

        var keepActs = Cio("remove", "lift")(TestConfig.Default(host.Directory));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Gateway.ApplyAsync(keepActs, amended, new string('1', 64), TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
    }

    [Fact]
    public async Task Who_speaks_for_the_same_party_lifts_the_order_of_somebody_who_is_retired()
    {
        var before = $$"""{ "cio": {{Issuer(_cio, "department", "remove", "lift")}} }""";
        var after = $$"""{ "cio": {{Issuer(_cio, "department")}}, "deputy": {{Issuer(_deputy, "department", "lift")}} }""";
        await using var host = await GatewayHost.StartAsync(Cio("remove", "lift"), agreement: Agreed(before));
        await TestIssuers.ApplyAsync(host, "out", _cio.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();

        var config = Cio()(TestConfig.Default(host.Directory));
        var deputy = config.Orders.Issuers[0] with { Id = "deputy", Key = _deputy.File, Acts = ["lift"] };
        await host.Gateway.ApplyAsync(
            config with { Orders = new OrdersConfig { Issuers = [config.Orders.Issuers[0], deputy] } }, Agreed(after), new string('1', 64), TestContext.Current.CancellationToken);
        await TestIssuers.ApplyAsync(host, "back", _deputy.Notice("back", "out", "lift", "deputy", hash: _cio.HashOf("out")));
        await host.Gateway.Orders.LookNowAsync();

        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
    }

    [Fact]
    public async Task Nobody_lifts_the_order_of_somebody_left_out_by_being_configured_beside_them()
    {
        await using var host = await GatewayHost.StartAsync(Cio("remove", "lift"), agreement: Naming("remove", "lift"));
        await TestIssuers.ApplyAsync(host, "out", _cio.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();

        // The operator says that the retired issuer was of the vendor's side, whose people may lift.
        var config = Cio()(TestConfig.Default(host.Directory));
        var turned = config.Orders.Issuers[0] with { Party = "vendor" };
        var deputy = turned with { Id = "deputy", Key = _deputy.File, Acts = ["lift"] };
        await host.Gateway.ApplyAsync(
            config with { Orders = new OrdersConfig { Issuers = [turned, deputy] } }, Agreed($$"""{ "deputy": {{Issuer(_deputy, "vendor", "lift")}} }"""), new string('1', 64), TestContext.Current.CancellationToken);

        Assert.Contains("only that side can lift it", Assert.Throws<OrderException>(() => Check(host, _deputy.Notice("back", "out", "lift", "deputy", hash: _cio.HashOf("out")))).Message, StringComparison.Ordinal);
    }

    private static OrderDocument? Check(GatewayHost host, byte[] envelope) => OrderIntake.Check(envelope, host.Gateway.Orders.Book!, [], TimeProvider.System.GetUtcNow());

    private Func<ConcordatConfig, ConcordatConfig> Cio(params string[] acts) => Issuing(new OrderIssuerConfig { Id = "cio", Name = "CIO", Party = "department", Key = _cio.File, Acts = acts });

    private static Func<ConcordatConfig, ConcordatConfig> Issuing(OrderIssuerConfig issuer) => config => config with { Orders = new OrdersConfig { Issuers = [issuer] } };

    private Agreement Naming(params string[] acts) => Agreed($$"""{ "cio": {{Issuer(_cio, "department", acts)}} }""");

    private static Agreement Agreed(string issuers) => SignedBaseAgreement.With("agreement.json", Delegated, "\"issuers\": " + issuers);

    private static string Issuer(TestIssuers issuer, string party, params string[] acts) =>
        $$"""{ "name": "An issuer", "party": "{{party}}", "key": "{{issuer.KeyId}}", "acts": [{{string.Join(", ", acts.Select(static act => $"\"{act}\""))}}] }""";

    private static async Task<HttpStatusCode> AskAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", Request);
        return response.StatusCode;
    }
}
