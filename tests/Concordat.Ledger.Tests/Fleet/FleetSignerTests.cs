using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Concordat.Ledger.Fleet;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tests.PostgreSql;
using Concordat.Ledger.Verification;
using Concordat.Tests.Kit;

namespace Concordat.Ledger.Tests.Fleet;

/// <summary>Two nodes with a log each, over one database.</summary>
public sealed class FleetSignerTests(PostgreSqlServer server) : IAsyncLifetime
{
    private const string OtherOrigin = "other.example/ledger";

    private readonly TestLog _log = new();
    private readonly TestLog _other = new();
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(server);

    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        _other.Dispose();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task One_node_signs_for_all_and_every_node_has_the_file()
    {
        await using var writer = Open(_log, TestLog.Origin);
        await using var other = Open(_other, OtherOrigin);
        await GrowAsync(writer, 5);
        await GrowAsync(other, 3);
        using var first = Signer(_log, TestLog.Origin, TimeSpan.FromHours(1));
        using var second = Signer(_other, OtherOrigin, TimeSpan.FromHours(1));

        first.RunRound();
        second.RunRound();
        first.RunRound();

        Assert.Null(first.Status.Fault);
        Assert.Equal(await File.ReadAllBytesAsync(FileOf(_log), TestLog.Token), await File.ReadAllBytesAsync(FileOf(_other), TestLog.Token));
        var fleet = Read(_other);
        Assert.Equal(1, fleet.Number);
        Assert.Equal([(OtherOrigin, 3L), (TestLog.Origin, 5L)], fleet.Heads.Select(static h => (h.Origin, h.Size)));
    }

    [Fact]
    public async Task Nodes_that_sign_at_the_same_time_make_one_chain()
    {
        await using var writer = Open(_log, TestLog.Origin);
        await using var other = Open(_other, OtherOrigin);
        using var first = Signer(_log, TestLog.Origin);
        using var second = Signer(_other, OtherOrigin);

        var signed = new ConcurrentDictionary<long, FleetCheckpoint>();
        await Task.WhenAll(new[] { first, second }.Select(signer => Task.Run(() =>
        {
            while (signed.Count < 20)
            {
                signer.RunRound();
                if (signer.Status.Newest is { } newest)
                {
                    Assert.Equal(newest.Text, signed.GetOrAdd(newest.Number, newest).Text); // one number, one text
                }
            }
        })));

        Assert.Null(first.Status.Fault);
        Assert.Null(second.Status.Fault);
        foreach (var fleet in signed.Values.Where(f => signed.ContainsKey(f.Number - 1)))
        {
            Assert.Equal(new TreeHash(SHA256.HashData(Encoding.UTF8.GetBytes(signed[fleet.Number - 1].Text))), fleet.Previous);
        }
    }

    [Fact]
    public async Task A_log_continues_its_head_and_one_that_went_back_or_forked_is_found()
    {
        await using var writer = Open(_log, TestLog.Origin);
        await GrowAsync(writer, 300);
        var older = Copy("older");
        await GrowAsync(writer, 300);
        using var signer = Signer(_log, TestLog.Origin);
        signer.RunRound();
        await GrowAsync(writer, 10);

        var good = await VerifyAsync(_log.LogDirectory, _log.VerifierKey);
        Assert.True(good.IsValid, good.Fault?.ToString());
        Assert.Equal(1, good.Fleet!.Number);
        Assert.Equal(1, good.OlderCheckpoints);
        Assert.Equal("ledger_rollback", (await VerifyAsync(older, _log.VerifierKey)).Fault?.Code);

        // The same key goes on from the older copy, another way.
        File.Delete(Path.Combine(older, ".wal", "database"));
        await using (var fork = LedgerWriter.Open(_log.Options with { Directory = older }, TimeProvider.System))
        {
            for (var i = 0; i < 500; i++)
            {
                await fork.AppendAsync("fork"u8.ToArray(), TestLog.Token);
            }
        }

        Assert.Equal("ledger_fork", (await VerifyAsync(older, _log.VerifierKey)).Fault?.Code);
    }

    [Fact]
    public async Task A_fleet_checkpoint_of_a_stranger_or_without_the_log_is_a_fault()
    {
        await using var writer = Open(_log, TestLog.Origin);
        await GrowAsync(writer, 5);
        using var stranger = FleetSigner.Idle(
            new FleetOptions { Database = _database!.Ledger, Directory = _log.LogDirectory, Origin = OtherOrigin, Key = _other.Key, Interval = TimeSpan.Zero }, TimeProvider.System);
        stranger.RunRound();

        Assert.Equal("ledger_fleet", (await VerifyAsync(_log.LogDirectory, _log.VerifierKey)).Fault?.Code);
        var signer = NoteVerifier.ForLog(OtherOrigin, _other.Key.PublicKey).ToString();
        Assert.True((await VerifyAsync(_log.LogDirectory, _log.VerifierKey, signer)).IsValid);

        await using var other = LedgerWriter.Open(_other.Options with { Origin = OtherOrigin }, TimeProvider.System);
        var missing = await VerifyAsync(_other.LogDirectory, signer);
        Assert.Contains($"does not list `{OtherOrigin}`", missing.Fault?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_whose_head_went_backwards_is_named_in_the_note_that_others_sign(bool fleetForgetsToo)
    {
        await using var writer = Open(_log, TestLog.Origin);
        await using var other = Open(_other, OtherOrigin);
        await GrowAsync(writer, 5);
        var before = Convert.ToHexString(await File.ReadAllBytesAsync(_log.PathOf("checkpoint"), TestLog.Token));
        await GrowAsync(writer, 5);
        using var signer = Signer(_other, OtherOrigin);
        signer.RunRound();

        await _database!.RunAsync($"UPDATE ledger_checkpoints SET note = '\\x{before}' WHERE log = '{TestLog.Origin}'");
        if (fleetForgetsToo)
        {
            await _database.RunAsync("UPDATE ledger_fleet SET number = 0, note = ''");
        }

        signer.RunRound();

        var fleet = Read(_other);
        Assert.Equal((TestLog.Origin, 5L), fleet.Behind.Select(static b => (b.Origin, b.Size)).Single());
        Assert.Equal(10, fleet.Heads.Single(static h => h.Origin == TestLog.Origin).Size);
        Assert.Equal([TestLog.Origin], signer.Status.Behind);
        var result = await VerifyAsync(_log.LogDirectory, _log.VerifierKey, NoteVerifier.ForLog(OtherOrigin, _other.Key.PublicKey).ToString(), FileOf(_other));
        Assert.Contains("went back to 5 entries", result.Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_away_is_a_fault_until_it_is_back()
    {
        await using var writer = Open(_log, TestLog.Origin);
        using var signer = Signer(_log, TestLog.Origin);
        signer.RunRound();
        await _database!.CutOffAsync(cut: true);
        signer.RunRound();
        Assert.Contains("did not answer", signer.Status.Fault, StringComparison.Ordinal);
        Assert.Equal(1, signer.Status.Newest?.Number);

        await _database.CutOffAsync(cut: false);
        signer.RunRound();
        Assert.Null(signer.Status.Fault);
        Assert.Equal(2, signer.Status.Newest?.Number);
    }

    private static string FileOf(TestLog log) => log.PathOf(FleetCheckpoint.FileName);

    private static async Task GrowAsync(LedgerWriter writer, int count)
    {
        await TestLog.AppendAsync(writer, writer.DurableSize, count);
        await writer.IntegrateAsync();
    }

    private LedgerWriter Open(TestLog log, string origin) =>
        LedgerWriter.Open(log.Options with { Origin = origin, Database = _database!.Ledger }, TimeProvider.System);

    private FleetSigner Signer(TestLog log, string origin, TimeSpan interval = default) => FleetSigner.Idle(
        new FleetOptions { Database = _database!.Ledger, Directory = log.LogDirectory, Origin = origin, Key = log.Key, Interval = interval }, TimeProvider.System);

    private FleetCheckpoint Read(TestLog log) => FleetCheckpoint.Open(
        File.ReadAllBytes(FileOf(log)), [NoteVerifier.Parse(_log.VerifierKey), NoteVerifier.ForLog(OtherOrigin, _other.Key.PublicKey)]);

    private async Task<LedgerVerificationResult> VerifyAsync(string directory, string vkey, string? signer = null, string? file = null) =>
        await LedgerVerification.VerifyAsync(
            directory,
            vkey,
            new LedgerVerificationOptions
            {
                Fleet = (FleetCheckpoint.FileName, await File.ReadAllBytesAsync(file ?? FileOf(_log), TestLog.Token)),
                FleetSigners = signer is null ? [] : [signer],
            },
            TestLog.Token);

    private string Copy(string name)
    {
        var copy = Path.Combine(_log.Directory, name);
        foreach (var file in Directory.EnumerateFiles(_log.LogDirectory, "*", SearchOption.AllDirectories).Where(static f => !f.EndsWith("lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(_log.LogDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
