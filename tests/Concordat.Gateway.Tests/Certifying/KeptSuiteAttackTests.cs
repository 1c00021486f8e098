using Concordat.Gateway.Certifying;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger.Contents;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Tests.Certifying;

/// <summary>What tries to have a pack tried on other requests than those that were certified, or not at all, or to get around its notice.</summary>
public sealed class KeptSuiteAttackTests
{
    [Fact]
    public async Task Requests_that_were_altered_swapped_left_out_or_renamed_are_not_looked_at()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        (string Name, string Request)[][] wrong =
        [
            [("image", TestSuite.Plain), ("plain", TestSuite.Plain)],
            [("image", TestSuite.Plain), ("plain", TestSuite.Image)],
            [("plain", TestSuite.Plain), ("image", TestSuite.Image)],
            [("image", TestSuite.Image)],
            [("image", TestSuite.Image), ("other", TestSuite.Plain)],
            [("image", TestSuite.Image), ("plain", TestSuite.Plain), ("more", TestSuite.Plain)],
        ];
        foreach (var kept in wrong)
        {
            var certificate = await OldPack.CertifyAsync(host, [OldPack.Image, OldPack.Plain], kept: kept);
            Assert.Equal((null, "its requests as they are kept are not what it commits to"), Find(host, certificate));
        }

        Assert.Null(Find(host, await OldPack.CertifyAsync(host, [OldPack.Image, OldPack.Plain])).Fault);
    }

    [Fact]
    public async Task The_kept_requests_of_another_certificate_do_not_stand_in()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        var first = await OldPack.CertifyAsync(host, [OldPack.Image]);
        var one = host.Gateway.Certificates.Book.Find(first.Id)!.Hash;
        var other = await OldPack.CertifyAsync(host, [OldPack.Image], keeps: false);

        // Kept under the name of the other, but bound to the first: neither finds it.
        OldPack.Keep(host, Guid.ParseExact(other.Id, "N"), one, other.Issued, [("image", TestSuite.Plain)]);
        Assert.Equal((null, "its requests are not kept here"), Find(host, other));
    }

    [Fact]
    public async Task Without_the_salt_of_its_day_nothing_is_taken_for_genuine()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        var certificate = await OldPack.CertifyAsync(host, [OldPack.Image]);
        new SaltStore(Path.Combine(host.Directory, "salts")).Delete(DateOnly.FromDateTime(certificate.Issued.UtcDateTime));

        Assert.Contains("salt", Find(host, certificate).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_were_changed_on_the_disk_or_shredded_are_not_looked_at()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        var certificate = await OldPack.CertifyAsync(host, [OldPack.Image]);
        await host.Contents.FlushAsync();
        var file = Directory.GetFiles(Path.Combine(host.Directory, "content"), "*.bodies").Single();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        Assert.Equal((null, "its requests as they are kept are not genuine"), Find(host, certificate));

        host.Contents.Store.Shred(static _ => true);
        Assert.Equal((null, "its requests are not kept here"), Find(host, certificate));
    }

    [Fact]
    public async Task A_store_that_has_another_key_opens_nothing()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        var certificate = await OldPack.CertifyAsync(host, [OldPack.Image]);
        using var other = new ContentStore(Path.Combine(host.Directory, "content"), ContentKey.Parse(new string('8', 64)));

        Assert.Equal((null, "its requests are kept under another key"), new SuiteFinder(other, OldPack.CommitmentsOf(host)).Find(
            host.Gateway.Certificates.Book.Find(certificate.Id)!, TestConfig.Default(host.Directory), SignedBaseAgreement.Agreement));
    }

    [Fact]
    public async Task While_nodes_have_different_packs_neither_takes_back_what_the_other_did_and_both_cite()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        var certificate = await OldPack.CertifyAsync(host, [OldPack.Plain], safeguards: OldPack.Hash);
        var former = new GatewayModelOf(host);
        await OldPack.StartAsync(host);
        var book = host.Gateway.Certificates.Book;

        // The former program serves on, and reloads.
        Assert.Null(former.Review(book, OldPack.Hash, isStart: false));
        Assert.Null(CertificatesInForce.Fault(book, certificate, host.Gateway.Model!, OldPack.Hash));
        Assert.Null(CertificatesInForce.Fault(book, certificate, host.Gateway.Model!, host.Gateway.Safeguards));
        Assert.Equal("the safeguard pack was changed", CertificatesInForce.Fault(book, certificate, host.Gateway.Model!, new string('c', 64)));
        await TestSuite.ApplyAsync(host, SignedBaseAgreement.Agreement);
        Assert.Single(await OldPack.ActivatedAsync(host));
    }

    [Fact]
    public async Task Going_back_to_the_former_pack_takes_back_at_once_what_is_new_and_needs_notice_for_what_has_held()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(keeps: true, time: time);
        await OldPack.CertifyAsync(host, [OldPack.Plain]);
        await OldPack.StartAsync(host, time);
        var (book, former) = (host.Gateway.Certificates.Book, new GatewayModelOf(host));

        // The requests need not be there any more: the certificate says what that pack found.
        var back = former.Review(book, OldPack.Hash, isStart: true, time.GetUtcNow() + TimeSpan.FromDays(29))!;
        Assert.Equal(("permit", "hold"), (back.Flips.Single().From, back.Flips.Single().To));
        var fault = Assert.Throws<InvalidOperationException>(() => former.Review(book, OldPack.Hash, isStart: true, time.GetUtcNow() + TimeSpan.FromDays(31)));
        Assert.Contains("permit, then hold", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_findings_than_a_note_holds_are_a_lapse_and_no_silence()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        var certificate = await OldPack.CertifyAsync(host, [OldPack.Image], keeps: false);
        var many = new SuiteFound(certificate.Id, [.. Enumerable.Range(0, SuiteReview.MostFound + 1).Select(i => new SuiteFoundCase($"c{i}", "", certificate.Cases[0].Facts))], []);

        var change = new SuiteReview(host.Gateway.Certificates.Book, host.Gateway.Model!, RulingsInForce.None, host.Gateway.Safeguards, _ => many).At(DateTimeOffset.UnixEpoch)!;
        Assert.Equal(["maintenance"], change.Lapsed);
    }

    [Fact]
    public async Task A_request_that_the_pack_does_not_take_at_all_is_a_refusal_that_needs_notice()
    {
        await using var host = await GatewayHost.StartAsync(keeps: true);
        var certificate = await OldPack.CertifyAsync(host, [OldPack.Image], keeps: false);
        var review = new SuiteReview(
            host.Gateway.Certificates.Book, host.Gateway.Model!, RulingsInForce.None, host.Gateway.Safeguards, _ => new SuiteFound(certificate.Id, [], ["image"]));

        var fault = Assert.Throws<InvalidOperationException>(() => review.At(certificate.Issued));
        Assert.Contains("`image` of `maintenance` (Chief Engineer): permit, then refuse;", fault.Message, StringComparison.Ordinal);
    }

    private static (SuiteFound? Found, string? Fault) Find(GatewayHost host, Certificate certificate) => new SuiteFinder(host.Contents.Store, OldPack.CommitmentsOf(host)).Find(
        host.Gateway.Certificates.Book.Find(certificate.Id)!, TestConfig.Default(host.Directory), SignedBaseAgreement.Agreement);

    /// <summary>Another program over the same model: it has another pack, and finds nothing by itself.</summary>
    private sealed record GatewayModelOf(GatewayHost Host)
    {
        public SuiteChange? Review(CertificateBook book, string safeguards, bool isStart, DateTimeOffset? now = null) => new SuiteReview(
            book, Host.Gateway.Model!, RulingsInForce.None, safeguards, isStart ? static _ => null : null).At(now ?? TimeProvider.System.GetUtcNow());
    }
}
