using System.Text.Json;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Oversight.Tests.Certificates;

public abstract class CertificateStoreContract : StoreContract
{
    private static readonly CertificateSeal Seal = new(new byte[CertificateSeal.KeySize]);

    [Fact]
    public async Task Certificates_and_changes_are_read_back_by_another_process()
    {
        await AddAsync(CertificateReader.Envelope(Certificate("c1", "radar")));
        await AddAsync(CertificateReader.Envelope(Certificate("c2", "sonar")));
        await AddAsync(CertificateReader.Envelope(Change("announced-1", SuiteChange.Announced, "b", Flip("c1"))));
        var other = await OpenAnotherAsync();
        var book = CertificateBook.Of(Seal, await other.Certificates.ListAsync(0, Cancellation));

        Assert.Equal(["radar", "sonar"], book.Standing.Select(certificate => certificate.UseCase));
        Assert.Equal("announced-1", Assert.Single(book.Changes).Id);
        Assert.Equal(3, book.Last);
        Assert.Equal("permit", book.VerdictOf(book.Of("radar")!, book.Of("radar")!.Cases[0]));
    }

    [Fact]
    public async Task The_newest_certificate_counts_and_a_change_before_it_does_not_turn_it()
    {
        await AddAsync(CertificateReader.Envelope(Certificate("c1", "radar")));
        await AddAsync(CertificateReader.Envelope(Change("activated-1", SuiteChange.Activated, "b", Flip("c1"))));
        var before = CertificateBook.Of(Seal, await Stores.Certificates.ListAsync(0, Cancellation));
        await AddAsync(CertificateReader.Envelope(Certificate("c2", "radar")));
        var after = before.With(Seal, await Stores.Certificates.ListAsync(before.Last, Cancellation));

        Assert.Equal(("refuse", "b"), (before.VerdictOf(before.Of("radar")!, before.Of("radar")!.Cases[0]), before.AgreementOf(before.Of("radar")!)));
        Assert.Equal(("permit", "a"), (after.VerdictOf(after.Of("radar")!, after.Of("radar")!.Cases[0]), after.AgreementOf(after.Of("radar")!)));
        Assert.Null(after.Find("c1"));
    }

    [Fact]
    public async Task What_has_no_seal_of_ours_or_another_id_counts_for_nothing()
    {
        var envelope = CertificateReader.Envelope(Certificate("c1", "radar"));
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        await Stores.Certificates.AddAsync("c1", envelope.Sign(stranger).ToJson(), Cancellation);
        await Stores.Certificates.AddAsync("c2", Seal.Seal(envelope).ToJson(), Cancellation);
        await Stores.Certificates.AddAsync("c3", new CertificateSeal(Enumerable.Repeat((byte)1, CertificateSeal.KeySize).ToArray()).Seal(CertificateReader.Envelope(Certificate("c3", "radar"))).ToJson(), Cancellation);
        await Stores.Certificates.AddAsync("c4", "{}"u8.ToArray(), Cancellation);
        var moved = Seal.Seal(CertificateReader.Envelope(Certificate("c5", "radar")));
        await Stores.Certificates.AddAsync("c5", (moved with { Payload = CertificateReader.Envelope(Certificate("c5", "sonar")).Payload }).ToJson(), Cancellation);

        var book = CertificateBook.Of(Seal, await Stores.Certificates.ListAsync(0, Cancellation));
        Assert.Empty(book.Standing);
        Assert.Equal(5, book.Last);
    }

    [Fact]
    public void Notice_counts_from_its_time_by_the_days_of_the_certificate()
    {
        var stored = new[] { CertificateReader.Envelope(Certificate("c1", "radar")), CertificateReader.Envelope(Change("announced-1", SuiteChange.Announced, "b", Flip("c1"))) }
            .Select((envelope, i) => new Documents.StoredDocument(i + 1, CertificateReader.Read(Seal.Seal(envelope).ToJson()).Id, Seal.Seal(envelope).ToJson(), default));
        var book = CertificateBook.Of(Seal, stored);

        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(31), book.MayTakeEffect(Flip("c1"), "b"));
        Assert.Null(book.MayTakeEffect(Flip("c1"), "c"));
        Assert.Null(book.MayTakeEffect(Flip("c1") with { To = "hold" }, "b"));
        Assert.Null(book.MayTakeEffect(Flip("gone"), "b"));
    }

    private static SuiteFlip Flip(string certificate) => new(certificate, "radar", "The chief", "one", "permit", "refuse", ["9.2"], false);

    private static SuiteChange Change(string id, string act, string agreement, params SuiteFlip[] flips) =>
        new(SuiteChange.DocumentFormat, id, act, agreement, "", "", "", DateTimeOffset.UnixEpoch.AddDays(1), 1, [], flips);

    private static Certificate Certificate(string id, string useCase)
    {
        using var facts = JsonDocument.Parse("""{"tool":{"name":""}}""");
        return new Certificate(
            Oversight.Certificates.Certificate.DocumentFormat, id, useCase, "The chief", "suite", "log", "a", 30, "pack", "registration", [], DateTimeOffset.UnixEpoch,
            [new CertifiedCase("one", "chat", "m", "d", "0", "permit", [], [], [], CertificateReader.HashOf(facts.RootElement), facts.RootElement.Clone())]);
    }

    private async Task AddAsync(DsseEnvelope envelope) =>
        Assert.True(await Stores.Certificates.AddAsync(CertificateReader.Read(Seal.Seal(envelope).ToJson()).Id, Seal.Seal(envelope).ToJson(), Cancellation));
}
