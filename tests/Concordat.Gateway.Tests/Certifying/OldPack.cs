using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger.Contents;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Keys;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Tests.Certifying;

/// <summary>A suite that a former safeguard pack, which found less or more, has certified; and programs that begin after it.</summary>
internal static class OldPack
{
    public static readonly string Hash = new('a', 64);

    /// <summary>The former pack took a picture for nothing: it let it through.</summary>
    public static readonly (string Name, string Request, Func<CertifiedCase, CertifiedCase> Was) Image = ("image", TestSuite.Image, each => Found(each, "permit", facts => facts["content"]!["uninspectable"] = new JsonArray()));

    /// <summary>The former pack took plain text for a picture: it held it.</summary>
    public static readonly (string Name, string Request, Func<CertifiedCase, CertifiedCase> Was) Plain = ("plain", TestSuite.Plain, each => Found(each, "hold", facts => facts["content"]!["uninspectable"] = new JsonArray("image")));

    /// <summary>Certifies as the former pack would have, and keeps the requests.</summary>
    /// <param name="kept">What is kept in place of the requests; null for the requests themselves.</param>
    public static async Task<Certificate> CertifyAsync(
        GatewayHost host, IReadOnlyList<(string Name, string Request, Func<CertifiedCase, CertifiedCase> Was)> cases, bool keeps = true,
        IReadOnlyList<(string Name, string Request)>? kept = null, string? safeguards = null)
    {
        await TestSuite.CertifyAsync(host, TestSuite.Body([.. cases.Select(each => (each.Name, each.Request))]));
        var today = host.Gateway.Certificates.Book.Of("maintenance")!;
        var (id, salt) = (Guid.CreateVersion7(today.Issued), new byte[Commitments.Size]);
        CommitmentsOf(host).Salt(id, salt);
        var old = today with
        {
            Id = id.ToString("N"),
            Safeguards = safeguards ?? Hash,
            Cases = [.. today.Cases.Zip(cases, (said, each) => each.Was(said) with { Request = Commit(salt, each.Request) })],
        };
        var envelope = host.Ledger.Sign(CertificateReader.Envelope(old));
        if (keeps)
        {
            Keep(host, id, CertificateReader.Read(envelope.ToJson()).Hash, old.Issued, kept ?? [.. cases.Select(each => (each.Name, each.Request))]);
        }

        await host.Stores.Certificates.AddAsync(old.Id, TestSuite.SealOf(host).Seal(envelope).ToJson(), TestContext.Current.CancellationToken);
        await host.Gateway.Certificates.LookNowAsync();
        return host.Gateway.Certificates.Book.Of("maintenance")!;
    }

    /// <summary>Another process of this program begins to serve the installation.</summary>
    public static async Task StartAsync(GatewayHost host, TimeProvider? time = null, Agreement? agreement = null)
    {
        await using var keys = await KeyVerifier.StartAsync(host.Stores.Keys, TimeProvider.System, TestContext.Current.CancellationToken);
        using var gateway = new ConcordatGateway(
            host.Ledger, host.Stores, keys, CommitmentsOf(host), time ?? TimeProvider.System, LoggerFactory.Create(_ => { }), contents: host.Contents.Keeper);
        try
        {
            await gateway.ApplyAsync(TestConfig.Default(host.Directory), agreement ?? SignedBaseAgreement.Agreement, new string('2', 64), TestContext.Current.CancellationToken);
        }
        finally
        {
            await gateway.Notices.DisposeAsync();
            await gateway.Budgets.DisposeAsync();
            await host.Gateway.Certificates.LookNowAsync();
        }
    }

    /// <summary>Gives notice of this program's pack, or of another, as the command does.</summary>
    public static async Task AnnounceAsync(GatewayHost host, DateTimeOffset at, string? safeguards, string? agreement, params SuiteFlip[] flips)
    {
        var change = new SuiteChange(
            SuiteChange.DocumentFormat, $"announced-{Guid.CreateVersion7():N}", SuiteChange.Announced, agreement ?? SignedBaseAgreement.Agreement.Hash, safeguards ?? host.Gateway.Safeguards, "", "",
            at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)), 1, [], flips);
        await host.Stores.Certificates.AddAsync(change.Id, TestSuite.SealOf(host).Seal(CertificateReader.Envelope(change)).ToJson(), TestContext.Current.CancellationToken);
        await host.Gateway.Certificates.LookNowAsync();
    }

    public static SuiteFlip ImageIsHeld(Certificate certificate) => new(certificate.Id, "maintenance", "Chief Engineer", "image", "permit", "hold", ["6.4"], false);

    /// <summary>What was noted as taken into effect, in order.</summary>
    public static async Task<List<JsonObject>> ActivatedAsync(GatewayHost host) =>
        [.. (await host.EntriesAsync()).Where(entry => (string?)entry["suites"]?["act"] == "activated")];

    /// <summary>Keeps requests for a certificate, whether they are its own or not.</summary>
    public static void Keep(GatewayHost host, Guid id, string hash, DateTimeOffset issued, IReadOnlyList<(string Name, string Request)> cases) => host.Contents.Store.Write(
        [host.Contents.Store.Seal(
            new ContentId(new Concordat.Ledger.EntryIndex(Math.Abs((long)id.GetHashCode())), id, (byte)CommitmentKind.Suite, hash, issued),
            KeptSuite.Write([.. cases.Select(each => new KeptCase(each.Name, "chat", Encoding.UTF8.GetBytes(each.Request), null, null, false))]))]);

    public static Commitments CommitmentsOf(GatewayHost host) => Commitments.Open(
        Path.Combine(host.Directory, "salt.key"), new SaltStore(Path.Combine(host.Directory, "salts")));

    /// <summary>A case as the former pack found it.</summary>
    public static CertifiedCase Found(CertifiedCase each, string verdict, Action<JsonNode> found)
    {
        var facts = JsonNode.Parse(each.Facts.GetRawText())!;
        found(facts);
        using var json = JsonDocument.Parse(facts.ToJsonString());
        var changed = json.RootElement.Clone();
        return each with { Verdict = verdict, Clauses = verdict is "permit" ? [] : ["6.4"], Facts = changed, FactsHash = CertificateReader.HashOf(changed) };
    }

    private static string Commit(byte[] salt, string request)
    {
        var commitment = new byte[Commitments.Size];
        Commitments.Commit(salt, CommitmentKind.Request, Encoding.UTF8.GetBytes(request), commitment);
        return Convert.ToHexStringLower(commitment);
    }
}
