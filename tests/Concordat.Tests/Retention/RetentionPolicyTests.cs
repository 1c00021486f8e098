using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Ledger;
using Concordat.Ledger.Contents;
using Concordat.Ledger.Retention;
using Concordat.Ledger.Verification;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;
using Concordat.Retention;
using Concordat.Signing;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Retention;

/// <summary>What a serving process removes by itself.</summary>
public sealed class RetentionPolicyTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private LedgerWriter _ledger = null!;
    private OversightStores _stores = null!;
    private SaltStore _salts = null!;
    private ContentStore _contents = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _time.Now = Begin.AddDays(100);
        _ledger = LedgerWriter.Open(new LedgerOptions { Directory = _folder.File("ledger"), Origin = "test.example/ledger", Key = _key }, _time);
        _stores = OversightStores.OpenSqlite(_folder.File("cases.db"), _time);
        _salts = new SaltStore(_folder.File("salts"));
        _contents = new ContentStore(_folder.File("content"), ContentKey.Parse(new string('1', 64)));

        // Ten entries a day for a hundred days, each with a content.
        for (var i = 0; i < 1000; i++)
        {
            var time = Begin.AddDays(i / 10).AddHours(i % 10);
            await _ledger.AppendAsync(Entry(time), Stop);
            _salts.Ensure(DateOnly.FromDateTime(time.UtcDateTime));
        }

        _contents.Write([.. Enumerable.Range(0, 1000).Select(i => _contents.Seal(
            new ContentId(new EntryIndex(i), Guid.Empty, 1, new string('a', 64), Begin.AddDays(i / 10).AddHours(i % 10)), "text"u8))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _stores.DisposeAsync();
        _contents.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_stands_behind_placeholders_goes_after_thirty_days_though_nothing_is_configured()
    {
        int[] ages = [31, 29];
        _contents.Write([.. ages.Select(days => _contents.Seal(
            new ContentId(new EntryIndex(1000 - (days * 10)), Guid.Empty, 4, new string('a', 64), _time.Now - TimeSpan.FromDays(days)), "{}"u8))]);
        using var desk = Desk(policy: null);

        Assert.Contains("1 content", Assert.Single(await desk.ApplyPolicyAsync(Stop)));

        Assert.Equal(710, Assert.Single(_contents.Find(static id => id.Kind == 4)).Entry.Value);
        Assert.Equal(1000, _contents.Find(static id => id.Kind == 1).Count);
    }

    [Fact]
    public async Task What_is_old_goes_by_itself_and_the_ledger_says_under_which_rule()
    {
        using var desk = Desk(new RetentionConfig { Ledger = TimeSpan.FromDays(40), Content = TimeSpan.FromDays(20), Salts = TimeSpan.FromDays(10), Rule = "GRS 3.2" });

        Assert.Equal(3, (await desk.ApplyPolicyAsync(Stop)).Count);

        Assert.Equal(200, _contents.Find(static _ => true).Count);
        Assert.Equal(new DateOnly(2026, 4, 1), _salts.Days()[0]);
        var verified = await VerifyAsync();
        Assert.Equal((512, "GRS 3.2"), (verified.First.Value, verified.Pruned!.Statement.Cause.Rule));
        Assert.Empty(await desk.ApplyPolicyAsync(Stop));
        _time.Now = _time.Now.AddDays(5);
        Assert.Equal(2, (await desk.ApplyPolicyAsync(Stop)).Count); // no whole bundle of entries is old enough yet
    }

    [Fact]
    public async Task What_is_held_stays_and_all_else_goes()
    {
        using var desk = Desk(new RetentionConfig { Ledger = TimeSpan.FromDays(1), Content = TimeSpan.FromDays(1), Salts = TimeSpan.FromDays(2) });
        await desk.Ledger.HoldAsync("cv-1", new EntryIndex(300), new EntryIndex(309), new RetentionCause("letter", "counsel"), Stop);

        await desk.ApplyPolicyAsync(Stop);

        Assert.Equal(256, (await VerifyAsync()).First.Value);
        Assert.Equal(10, _contents.Find(static id => id.Time < Begin.AddDays(99)).Count);
        Assert.Equal(
            [new DateOnly(2026, 1, 30), new DateOnly(2026, 1, 31), new DateOnly(2026, 2, 1)],
            _salts.Days().Where(static day => day < new DateOnly(2026, 4, 1)));

        await desk.Ledger.ReleaseAsync("cv-1", new RetentionCause("closed", "counsel"), Stop);
        await desk.ApplyPolicyAsync(Stop);
        Assert.Equal(768, (await VerifyAsync()).First.Value);
        Assert.Empty(_contents.Find(static id => id.Time < Begin.AddDays(99)));
    }

    [Fact]
    public async Task An_open_case_keeps_the_entries_since_the_day_before_it()
    {
        _time.Now = Begin.AddDays(62);
        var opened = await _stores.Cases.OpenAsync(
            new CaseOpening(CaseType.Ruling, new HeldAction("u", new string('a', 64), new string('b', 64)), ["6.1"], null, null, Begin.AddDays(1000)), Stop);
        _time.Now = Begin.AddDays(100);
        using var desk = Desk(new RetentionConfig { Ledger = TimeSpan.FromDays(1) });

        Assert.Contains($"case `{opened.Case!.Id}`, which is still open, needs the rest", Assert.Single(await desk.ApplyPolicyAsync(Stop)), StringComparison.Ordinal);

        Assert.Equal(512, (await VerifyAsync()).First.Value); // day 61 begins with entry 610
        var asked = await desk.RunAsync(new RetentionAct { Name = RetentionAct.Prune, Keep = 10, Because = "x", By = "y" }, Stop);
        Assert.Equal(1, asked.Code);
    }

    [Fact]
    public async Task The_entry_that_says_which_orders_were_taken_stays_until_a_newer_one_says_it()
    {
        await _ledger.AppendAsync(OrdersEntry(), Stop);
        for (var i = 0; i < 1000; i++)
        {
            await _ledger.AppendAsync(Entry(_time.Now), Stop);
        }

        _time.Now = _time.Now.AddDays(100);
        using (var first = Desk(new RetentionConfig { Ledger = TimeSpan.FromDays(1) }))
        {
            Assert.Contains("which orders were taken needs the rest", Assert.Single(await first.ApplyPolicyAsync(Stop)), StringComparison.Ordinal);
            Assert.Equal(768, (await VerifyAsync()).First.Value); // the entry is 1000 and something
            using var second = Desk(policy: null); // another process, which has not seen it come
            foreach (var desk in new[] { first, second })
            {
                Assert.Equal(1, (await desk.RunAsync(new RetentionAct { Name = RetentionAct.Prune, Keep = 10, Because = "x", By = "y" }, Stop)).Code);
            }

            await _ledger.AppendAsync(OrdersEntry(), Stop);
            await first.ApplyPolicyAsync(Stop);
            Assert.Equal(1792, (await VerifyAsync()).First.Value);
        }
    }

    [Theory]
    [InlineData("remove", "", 256)] // in force: day 49 begins with entry 490
    [InlineData("remove", "report", 768)]
    [InlineData("remove", "lift", 768)]
    [InlineData("remove", "to come", 768)]
    [InlineData("restrict", "", 768)]
    public async Task An_order_keeps_the_entries_that_its_certificate_counts_until_it_is_reported_as_certified(string action, string then, long first)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var order = Order(action, Begin.AddDays(then == "to come" ? 200 : 50));
        var book = then switch
        {
            "report" => Orders(key, order, Notice("report", """, "stage": "certify" """)),
            "lift" => Orders(key, order, Notice("lift")),
            _ => Orders(key, order),
        };
        using var desk = Desk(new RetentionConfig { Ledger = TimeSpan.FromDays(1) }, _ => Task.FromResult(OrderLimits.Of(book, _time.Now)));

        var done = Assert.Single(await desk.ApplyPolicyAsync(Stop));

        Assert.Equal(first, (await VerifyAsync()).First.Value);
        Assert.Equal(first == 256, done.Contains("the certificate of order `out`, which is not reported as certified yet, needs the rest", StringComparison.Ordinal));

        // Nor does a person prune what is needed.
        var asked = await desk.RunAsync(new RetentionAct { Name = RetentionAct.Prune, Keep = 10, Because = "x", By = "y" }, Stop);
        Assert.Equal(first == 256 ? 1 : 0, asked.Code);
    }

    [Fact]
    public void That_a_removal_is_certified_can_be_reported_where_no_milestone_says_so()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var book = Orders(key, Order("remove", Begin.AddDays(99)));

        Assert.NotNull(OrderIntake.Check(Signed(key, Notice("report", """, "stage": "certify" """)), book, [], _time.Now));
        Assert.Throws<OrderException>(() => OrderIntake.Check(Signed(key, Notice("report", """, "stage": "complete" """)), book, [], _time.Now));
    }

    [Fact]
    public async Task Where_orders_cannot_be_known_nothing_is_pruned()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var config = new ConcordatConfig
        {
            Listen = "x", Data = _folder.File("data"), Agreement = _folder.File("none"), Safeguards = "x", Ledger = new LedgerConfig { Origin = "x", Key = "x" }, Network = new NetworkConfig { Id = "x", Ceiling = "x" },
            Sources = [], Tools = [], UseCases = [], Deployments = [],
        };
        using var desk = Desk(new RetentionConfig { Ledger = TimeSpan.FromDays(1) }, stop => OrderLimits.ReadAsync(config, _stores, _time.Now, stop));
        Assert.True(await _stores.Orders.AddAsync("out", Signed(key, Order("remove", Begin.AddDays(50))), Stop));

        Assert.Empty(await desk.ApplyPolicyAsync(Stop));
        Assert.Equal(0, (await VerifyAsync()).First.Value);
    }

    [Fact]
    public async Task Salts_of_exchanges_that_may_be_under_way_are_never_deleted()
    {
        _salts.Ensure(DateOnly.FromDateTime(_time.Now.UtcDateTime));
        using var desk = Desk(policy: null);

        await desk.RunAsync(new RetentionAct { Name = RetentionAct.DeleteSalts, Before = _time.Now.AddDays(50), Because = "x", By = "y" }, Stop);

        Assert.Equal([new DateOnly(2026, 4, 10), new DateOnly(2026, 4, 11)], _salts.Days());
    }

    private static byte[] Entry(DateTimeOffset time) => Encoding.UTF8.GetBytes(
        $$"""{"agreement":"{{new string('a', 64)}}","configuration":"c","reason":"reload","safeguards":"s","time":"{{time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)}}","type":"configuration","v":1}""");

    private byte[] OrdersEntry() => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"orders":{"added":[],"book":"{{new string('b', 64)}}","count":1,"in_force":[]},"reason":"standing","time":"{{_time.Now:yyyy-MM-ddTHH:mm:ss.ffffffZ}}","type":"orders","v":1}"""));

    private RetentionDesk Desk(RetentionConfig? policy, Func<CancellationToken, Task<IReadOnlyList<RetentionLimit>>>? kept = null) =>
        new(_ledger, _stores, _salts, _contents, writer: null, policy, _time, kept);

    private static OrderBook Orders(SigningKey key, params string[] documents)
    {
        var issuer = new OrderIssuer("cio", "The CIO", "department", key.PublicKey, FrozenSet.Create(StringComparer.Ordinal, "remove", "restrict", "lift", "report"));
        return OrderBook.Of(
            new OrderTerms([issuer], ["department", "vendor"], null, DateTimeOffset.UnixEpoch),
            documents.Select((json, i) => new StoredDocument(i + 1, (string)JsonNode.Parse(json)!["id"]!, Signed(key, json), Begin)));
    }

    private static byte[] Signed(SigningKey key, string json)
    {
        var (type, payload) = OrderReader.Draft(Encoding.UTF8.GetBytes(json));
        return DsseEnvelope.Create(type, payload).Sign(key).ToJson();
    }

    private static string Order(string action, DateTimeOffset effective) => $$"""
        {
          "format": "concordat-order/1", "id": "out", "title": "A test order", "issuer": "cio", "official": "The CIO", "legalBasis": [{ "cite": "CIO memo 1" }], "action": "{{action}}",
          "targets": [{ "vendor": "x" }], "issued": "{{Begin:yyyy-MM-ddTHH:mm:ssZ}}", "effective": "{{effective:yyyy-MM-ddTHH:mm:ssZ}}"
        }
        """;

    private string Notice(string kind, string more = "") =>
        $$"""{ "format": "concordat-order-notice/1", "id": "{{kind}}", "order": "out", "kind": "{{kind}}", "issuer": "cio", "reason": "done", "issued": "{{_time.Now:yyyy-MM-ddTHH:mm:ssZ}}", "from": "{{_time.Now:yyyy-MM-ddTHH:mm:ssZ}}"{{more}} }""";

    private async Task<LedgerVerificationResult> VerifyAsync()
    {
        await _ledger.IntegrateAsync();
        var result = await LedgerVerification.VerifyAsync(_folder.File("ledger"), _ledger.VerifierKey, new LedgerVerificationOptions { Entries = true }, Stop);
        Assert.True(result.IsValid, result.Fault?.ToString() ?? string.Join('\n', result.Record!.Findings));
        return result;
    }
}
