using Concordat.Commands;
using Concordat.Signing;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Commands;

public sealed class OrderCommandTests : IDisposable
{
    private const string Order = """
        {
          "format": "concordat-order/1", "id": "out-1", "title": "Leave the vendor", "issuer": "cio", "official": "The CIO", "legalBasis": [{ "cite": "CIO memo 1" }],
          "action": "remove", "targets": [{ "useCase": "radar-maintenance" }], "issued": "2026-01-01T00:00:00Z", "effective": "2026-01-01T00:00:00Z",
          "milestones": [{ "stage": "plan", "due": "2026-02-01T00:00:00Z" }, { "stage": "complete", "due": "2027-01-01T00:00:00Z" }]
        }
        """;

    private readonly ConfigurationFolder _folder = new(ConfigurationFolder.CompleteText + """

        orders:
          issuers:
            - { id: cio, name: Chief Information Officer, key: cio.pub.pem, acts: [remove, lift, report] }
            - { id: press, name: Example AI, party: vendor, key: press.pub.pem, acts: [respond] }

        """);

    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

    private readonly SigningKey _vendor = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public OrderCommandTests()
    {
        SignedAgreement.WriteTo(_folder);
        _key.Save(At("cio.pem"));
        _folder.WriteFile("cio.pub.pem", _key.PublicKey.ToPem());
        _vendor.Save(At("press.pem"));
        _folder.WriteFile("press.pub.pem", _vendor.PublicKey.ToPem());
        _folder.WriteFile("out-1.json", Order);
    }

    public void Dispose()
    {
        _key.Dispose();
        _vendor.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_order_is_signed_applied_listed_and_explained()
    {
        var signed = await CommandRun.OfAsync("order", "sign", At("out-1.json"), "--key", At("cio.pem"));
        var applied = await Run("order", "apply", At("out-1.dsse.json"));
        var again = await Run("order", "apply", At("out-1.dsse.json"));
        var listed = await Run("order", "list", "--as-of", "2026-06-01");
        var shown = await Run("order", "show", "out-1");
        var explained = await Run("order", "explain", "out-1", "--as-of", "2027-01-01");

        Assert.Equal((ExitCode.Done, ""), (signed.Code, signed.Error));
        Assert.Equal((ExitCode.Done, ""), (applied.Code, applied.Error));
        Assert.StartsWith("taken: remove `out-1`, signed by `cio`", applied.Output, StringComparison.Ordinal);
        Assert.Equal("taken before: nothing changes", again.Output.Trim());
        Assert.Contains("in force: being phased out, complete by 2027-01-01", listed.Output, StringComparison.Ordinal);
        Assert.Contains("milestone:  complete by 2027-01-01T00:00:00Z", shown.Output, StringComparison.Ordinal);
        Assert.Contains("effective since 2026-01-01, under CIO memo 1", explained.Output, StringComparison.Ordinal);
        Assert.Contains("stop-use", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_reports_carry_what_a_script_needs()
    {
        await CommandRun.OfAsync("order", "sign", At("out-1.json"), "--key", At("cio.pem"));
        var applied = (await Run("order", "apply", At("out-1.dsse.json"), "--json")).Json;
        var listed = (await Run("order", "list", "--json", "--as-of", "2025-12-31")).Json;
        var shown = (await Run("order", "show", "out-1", "--json")).Json;

        Assert.Equal("remove", (string?)applied["action"]);
        Assert.False((bool)listed[0]!["in_force"]!);
        Assert.Equal("none", (string?)listed[0]!["standing"]);
        Assert.Equal("2026-01-01T00:00:00Z", (string?)shown["effective"]);
    }

    [Fact]
    public async Task A_configuration_cannot_say_how_long_one_party_stops_alone()
    {
        _folder.Write(ConfigurationFolder.CompleteText + "\norders: { emergency: 720h }\n");

        var run = await Run("order", "list");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("`orders.emergency` is no key any more", run.Error, StringComparison.Ordinal);
        Assert.Contains("write `terms.suspension.emergency` in agreement.json, let all parties sign it", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_vendor_responds_and_the_response_stands_beside_the_order()
    {
        await CommandRun.OfAsync("order", "sign", At("out-1.json"), "--key", At("cio.pem"));
        await Run("order", "apply", At("out-1.dsse.json"));
        _folder.WriteFile("statement.txt", "We dispute it.");
        var response = At("response.dsse.json");

        var signed = await CommandRun.OnAsync(
            "2026-01-02", "order", "respond", "out-1", "--issuer", "press", "--reason", "the finding is disputed", "--document", At("statement.txt"), "--key", At("press.pem"), "--output", response);
        var applied = await Run("order", "apply", response);
        var shown = await Run("order", "show", "out-1");
        var explained = await Run("order", "explain", "out-1", "--as-of", "2027-01-01");
        var stranger = await CommandRun.OnAsync("2026-01-02", "order", "respond", "out-1", "--issuer", "cio", "--reason", "x", "--key", At("press.pem"), "--output", At("stranger.dsse.json"));
        var refused = await Run("order", "apply", At("stranger.dsse.json"));
        var bytes = await File.ReadAllBytesAsync(response, TestContext.Current.CancellationToken);
        var again = await CommandRun.OnAsync("2026-01-02", "order", "respond", "out-1", "--issuer", "press", "--reason", "y", "--key", At("press.pem"), "--output", response);
        var folder = await CommandRun.OnAsync(
            "2026-01-02", "order", "respond", "out-1", "--issuer", "press", "--reason", "y", "--document", At("."), "--key", At("press.pem"), "--output", At("folder.dsse.json"));
        var otherDocument = await CommandRun.OnAsync(
            "2026-01-02", "order", "respond", "out-1", "--issuer", "press", "--reason", "y", "--order-hash", new string('0', 64), "--key", At("press.pem"), "--output", At("hash.dsse.json"));
        var ofOther = await Run("order", "apply", At("hash.dsse.json"));
        var nothing = await CommandRun.OnAsync("2026-01-02", "order", "respond", "out-1", "--issuer", "press", "--reason", "", "--key", At("press.pem"), "--output", At("none.dsse.json"));

        Assert.Equal((ExitCode.Done, "", ExitCode.Done, ""), (signed.Code, signed.Error, applied.Code, applied.Error));
        Assert.Contains("hand it in with `concordat order apply FILE`", signed.Output, StringComparison.Ordinal);
        Assert.Contains("the finding is disputed", shown.Output, StringComparison.Ordinal);
        Assert.Contains("stop-use", explained.Output, StringComparison.Ordinal); // it changes nothing
        Assert.Equal((ExitCode.Done, ExitCode.CheckFailed), (stranger.Code, refused.Code));
        Assert.Contains("no signature on it is of that issuer's key", refused.Error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Done, nothing.Code);
        Assert.False(File.Exists(At("none.dsse.json")));
        Assert.NotEqual(ExitCode.Done, again.Code);
        Assert.Contains("already exists", again.Error, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(response, TestContext.Current.CancellationToken));
        Assert.NotEqual(ExitCode.Done, folder.Code);
        Assert.Contains("the response to `out-1`", folder.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, ExitCode.CheckFailed), (otherDocument.Code, ofOther.Code));
    }

    [Fact]
    public async Task What_cannot_be_taken_says_why_and_changes_nothing()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        other.Save(At("other.pem"));
        await CommandRun.OfAsync("order", "sign", At("out-1.json"), "--key", At("other.pem"));
        _folder.WriteFile("bad.json", Order.Replace("\"targets\": [{ \"useCase\": \"radar-maintenance\" }]", "\"targets\": []", StringComparison.Ordinal));

        var unsigned = await Run("order", "apply", At("out-1.json"));
        var stranger = await Run("order", "apply", At("out-1.dsse.json"));
        var bad = await CommandRun.OfAsync("order", "sign", At("bad.json"), "--key", At("cio.pem"));
        var missing = await Run("order", "show", "out-1");

        Assert.Equal((ExitCode.CheckFailed, ExitCode.CheckFailed, ExitCode.BadInput, ExitCode.BadInput), (unsigned.Code, stranger.Code, bad.Code, missing.Code));
        Assert.Contains("sign the JSON with `concordat order sign`", unsigned.Error, StringComparison.Ordinal);
        Assert.Contains("no signature on it is of that issuer's key", stranger.Error, StringComparison.Ordinal);
        Assert.All([unsigned, stranger], static run => Assert.Contains("a serving gateway records the refusal", run.Error, StringComparison.Ordinal));
        Assert.Contains("`targets` is empty", bad.Error, StringComparison.Ordinal);
        Assert.Contains("there is no order `out-1`", missing.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("bad.dsse.json")));
    }

    [Fact]
    public async Task What_is_refused_waits_in_the_store_to_be_recorded_once()
    {
        var text = Order[..Order.IndexOf("\"milestones\"", StringComparison.Ordinal)].TrimEnd().TrimEnd(',').Replace("\"remove\"", "\"exclude\"", StringComparison.Ordinal) + "}";
        _folder.WriteFile("no.json", text);
        await CommandRun.OfAsync("order", "sign", At("no.json"), "--key", At("cio.pem"));

        var refused = await Run("order", "apply", At("no.dsse.json"));
        await Run("order", "apply", At("no.dsse.json"));

        Assert.Equal(ExitCode.CheckFailed, refused.Code);
        Assert.Contains("`cio` may not sign `exclude`", refused.Error, StringComparison.Ordinal);
        Assert.Contains("a serving gateway records the refusal in its ledger", refused.Error, StringComparison.Ordinal);
        await using var stores = Concordat.Oversight.OversightStores.OpenSqlite(At("data/concordat.db"), TimeProvider.System);
        var noted = Assert.Single(await stores.Changes.ClaimAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("order", "refused", "out-1", "cio"), (noted.Kind, noted.Act, noted.Subject, noted.By));
        Assert.Equal(await File.ReadAllBytesAsync(At("no.dsse.json"), TestContext.Current.CancellationToken), noted.Envelope);
    }

    [Fact]
    public async Task Before_the_first_start_a_plan_is_by_the_configuration_alone_and_says_that_no_traffic_is_known()
    {
        await CommandRun.OfAsync("order", "sign", At("out-1.json"), "--key", At("cio.pem"));
        var nothing = await Run("order", "plan", "out-1");
        await Run("order", "apply", At("out-1.dsse.json"));
        var plan = await Run("order", "plan", "out-1");
        var json = (await Run("order", "plan", "out-1", "--json")).Json;

        Assert.Equal(ExitCode.BadInput, nothing.Code);
        Assert.Contains("none was taken here yet; apply one with `concordat order apply FILE`, before the first start too", nothing.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, ""), (plan.Code, plan.Error));
        Assert.Contains("without a replacement; no traffic is known: this installation has no ledger yet", plan.Output, StringComparison.Ordinal);
        Assert.Contains("unknown", plan.Output, StringComparison.Ordinal);
        Assert.Contains("radar-maintenance", plan.Output, StringComparison.Ordinal);
        Assert.StartsWith("no traffic is known", (string?)json["no_traffic"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_is_there_and_cannot_be_read_is_no_reason_to_plan_without_it()
    {
        await CommandRun.OfAsync("order", "sign", At("out-1.json"), "--key", At("cio.pem"));
        await Run("order", "apply", At("out-1.dsse.json"));
        var ledger = (await Run("order", "plan", "out-1")).Code;
        File.Delete(At("keys/ledger.key.pem")); // a placeholder
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        key.Save(At("keys/ledger.key.pem"));
        var place = Directory.CreateDirectory(Path.Combine(_folder.FullName, "data", "ledger"));
        await File.WriteAllTextAsync(Path.Combine(place.FullName, "wal"), "something", TestContext.Current.CancellationToken);
        var torn = await Run("order", "plan", "out-1");
        var elsewhere = await Run("order", "plan", "out-1", "--from", At("nowhere"), "--key", "unused");

        Assert.Equal((ExitCode.Done, ExitCode.BadInput), (ledger, torn.Code));
        Assert.Contains("has no checkpoint: start the gateway, which makes one, or restore the folder", torn.Error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Done, elsewhere.Code);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private Task<CommandRun> Run(params string[] arguments) => CommandRun.OnAsync("2026-01-02", [.. arguments, "--config", _folder.ConfigurationPath]);
}
