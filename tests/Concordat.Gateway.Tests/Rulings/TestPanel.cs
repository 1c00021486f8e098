using Concordat.Gateway.Rulings;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Rulings;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Rulings;

/// <summary>A panel that rules: it drafts, signs and hands in as the command line does.</summary>
internal sealed class TestPanel : IDisposable
{
    public const string Image = """{"model":"sandbox","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}]}""";

    public TestApprovers People { get; } = new();

    /// <summary>A ruling that lets the pictures of the use case pass.</summary>
    public static Ruling Images(string @case, string id = "radar-images", TimeSpan? life = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var issued = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return new Ruling(
            Ruling.DocumentFormat, id, "Pictures of the radar", "they show machines, not people", @case, SignedBaseAgreement.Agreement.Hash, ["6.4"],
            new RulingBounds("maintenance", ["chat"], ["operational"], AtMost: null, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["content.uninspectable"] = ["image"] }),
            issued, issued + (life ?? TimeSpan.FromDays(30)));
    }

    public byte[] Sign(Ruling ruling, params string[] people) => Sign(Ruling.PayloadType, RulingReader.Payload(ruling), people.Length == 0 ? TestApprovers.Panel : people);

    public byte[] Revoke(string ruling, string by) => Sign(
        RulingRevocation.PayloadType,
        RulingReader.Payload(new RulingRevocation(RulingRevocation.DocumentFormat, $"revoke-{ruling}", ruling, "seen enough", Images("").Issued)), [by]);

    /// <summary>Checks a document as the command line does, and hands it to the store.</summary>
    /// <exception cref="RulingException">It is not taken.</exception>
    public async Task TakeAsync(GatewayHost host, byte[] envelope)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var terms = RulingSigners.Terms(People.Register(TestConfig.Default(host.Directory)), SignedBaseAgreement.Agreement);
        var book = RulingBook.Of(terms, await host.Stores.Rulings.ListAsync(0, cancellation));
        var cases = (await host.Stores.Cases.ListAsync(new CaseFilter(), null, 100, cancellation)).Cases;
        var revoked = await host.Stores.RevokedSigners.ListAsync(cancellation);
        var document = RulingIntake.Check(
            envelope, book, SignedBaseAgreement.Agreement, id => cases.FirstOrDefault(held => held.Id == id), revoked, TimeProvider.System.GetUtcNow(), cancellation)!;
        Assert.True(await host.Stores.Rulings.AddAsync(document.Id, envelope, cancellation));
        await host.Gateway.Rulings.LookNowAsync();
    }

    public void Dispose() => People.Dispose();

    private byte[] Sign(string type, byte[] payload, IReadOnlyList<string> people)
    {
        var envelope = DsseEnvelope.Create(type, payload);
        foreach (var person in people)
        {
            envelope = envelope.Sign(People.Key(person));
        }

        return envelope.ToJson();
    }
}
