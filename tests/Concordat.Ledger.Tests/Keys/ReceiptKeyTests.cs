using System.Text;
using Concordat.Ledger.Keys;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Keys;

/// <summary>Receipts across changes of key: who knows one key of the log checks the receipts of every later one, offline.</summary>
public sealed class ReceiptKeyTests : IAsyncLifetime
{
    private static readonly byte[] Entry3 = TestLog.Entry(3);

    private readonly TestLog _log = new();
    private readonly SigningKey _second = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly SigningKey _third = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private string _before = "";

    private LedgerOptions Second => _log.Options with { Key = _second };

    private LedgerOptions Third => _log.Options with { Key = _third };

    public async ValueTask InitializeAsync()
    {
        await FillAsync(_log.Options, 0, 10);
        _before = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).Proof(new EntryIndex(3));
        await LedgerKeyRotation.RunAsync(_log.Options, _second, compromisedFrom: null, TimeProvider.System);
        await FillAsync(Second, 11, 300);
        await LedgerKeyRotation.RunAsync(Second, _third, compromisedFrom: null, TimeProvider.System);
        await FillAsync(Third, 312, 10);
    }

    public ValueTask DisposeAsync()
    {
        _second.Dispose();
        _third.Dispose();
        _log.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void A_receipt_from_before_the_changes_is_valid_after_them()
    {
        var result = TlogProof.Verify(_before, Entry3, _log.VerifierKey);

        Assert.True(result.IsValid, result.Fault);
        Assert.Equal((10, _log.VerifierKey), (result.Checkpoint!.Size, result.SignedBy));
        Assert.DoesNotContain("extra", _before, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_opens_the_log_and_a_receipt_is_checked_by_any_key_that_it_had()
    {
        foreach (var known in (string[])[_log.VerifierKey, Vkey(_second), Vkey(_third)])
        {
            var reader = LedgerReader.Open(_log.LogDirectory, known);
            foreach (var index in (long[])[3, 10, 200, 311, 320])
            {
                var result = TlogProof.Verify(reader.Proof(new EntryIndex(index)), reader.Entry(new EntryIndex(index)), known);
                Assert.True(result.IsValid, result.Fault);
                Assert.Equal((322, Vkey(_third)), (result.Checkpoint!.Size, result.SignedBy));
            }
        }
    }

    [Fact]
    public void A_key_that_the_log_never_had_leads_nowhere()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);

        Assert.False(TlogProof.Verify(Now(), Entry3, Vkey(stranger)).IsValid);
        Assert.Throws<FormatException>(() => LedgerReader.Open(_log.LogDirectory, Vkey(stranger)));
    }

    [Fact]
    public void Without_the_entries_about_keys_only_the_key_in_force_checks_a_receipt()
    {
        var stripped = (TlogProof.Parse(Now()) with { Extra = null }).ToString();
        var others = (TlogProof.Parse(Now()) with { Extra = "something of an application"u8.ToArray() }).ToString();

        Assert.True(TlogProof.Verify(stripped, Entry3, Vkey(_third)).IsValid);
        Assert.True(TlogProof.Verify(others, Entry3, Vkey(_third)).IsValid);
        Assert.False(TlogProof.Verify(stripped, Entry3, _log.VerifierKey).IsValid);
        Assert.False(TlogProof.Verify(others, Entry3, _log.VerifierKey).IsValid);
    }

    [Fact]
    public void An_entry_about_keys_that_is_not_in_the_log_is_not_believed()
    {
        using var thief = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var proof = TlogProof.Parse(Now());
        var forged = LogKeyChange.Write(TestLog.Origin, _log.Key, thief, null, DateTimeOffset.UnixEpoch); // by a thief of the first key
        var extra = KeyProofs.Write([(10, forged, proof.Hashes)]);

        var result = TlogProof.Verify((proof with { Extra = extra }).ToString(), Entry3, _log.VerifierKey);

        Assert.False(result.IsValid);
        Assert.Contains("entry 10 about keys is not in the log", result.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"keys":[{}]}""")]
    [InlineData("""{"keys":{"entry":1}}""")]
    [InlineData("""{"keys":[{"entry":"AA==","hashes":["x"],"index":1}]}""")]
    [InlineData("""[]""")]
    [InlineData("""{"keys":[""")]
    public void Extra_data_of_another_form_changes_nothing(string extra)
    {
        var proof = (TlogProof.Parse(Now()) with { Extra = Encoding.UTF8.GetBytes(extra) }).ToString();

        Assert.True(TlogProof.Verify(proof, Entry3, Vkey(_third)).IsValid);
        Assert.False(TlogProof.Verify(proof, Entry3, _log.VerifierKey).IsValid);
    }

    [Fact]
    public async Task A_receipt_of_a_key_that_is_declared_stolen_later_says_so_once_the_reader_knows()
    {
        await LedgerKeyRotation.RevokeAsync(Third, Vkey(_second), 100, TimeProvider.System);
        var now = TlogProof.Parse(Now());

        // The receipt of today stands: the key in force signed it. One of the stolen key, with the same knowledge, does not.
        Assert.True(TlogProof.Verify(now.ToString(), Entry3, _log.VerifierKey).IsValid);
        var keys = new LogKeys(NoteVerifier.Parse(_log.VerifierKey));
        KeyProofs.Read(now.Extra, Checkpoint.TryRead(SignedNote.Parse(Encoding.UTF8.GetBytes(now.CheckpointText)).TextBytes)!, keys);
        var stolen = new Checkpoint(TestLog.Origin, 200, Merkle.TreeHash.Empty).Sign(_second);
        var error = Assert.Throws<FormatException>(() => keys.Open(stolen));
        Assert.Contains($"`{Vkey(_second)}` was declared stolen from entry 100 on", error.Message, StringComparison.Ordinal);
        Assert.Equal(90, keys.Open(new Checkpoint(TestLog.Origin, 90, Merkle.TreeHash.Empty).Sign(_second)).Size);
    }

    [Fact]
    public void A_policy_asks_for_the_log_and_for_its_quorum_of_witnesses()
    {
        using var vendor = Cosigner.Generate("vendor.example/witness");
        using var department = Cosigner.Generate("dept.example/witness");
        var policy = TlogPolicy.Parse(Encoding.UTF8.GetBytes(
            $"log {_log.VerifierKey}\nwitness vendor {vendor.Verifier}\nwitness department {department.Verifier}\ngroup both all vendor department\nquorum both\n"));

        var none = TlogProof.Verify(Now(), Entry3, policy);
        var one = TlogProof.Verify(Cosigned(vendor), Entry3, policy);
        var both = TlogProof.Verify(Cosigned(vendor, department), Entry3, policy);

        Assert.Equal("the checkpoint does not meet the quorum `both`: no witness has cosigned it", none.Fault);
        Assert.Equal("the checkpoint does not meet the quorum `both`: it is cosigned by vendor only", one.Fault);
        Assert.True(both.IsValid, both.Fault);
    }

    [Fact]
    public async Task A_witness_whose_key_was_declared_stolen_does_not_count_for_the_quorum()
    {
        using var vendor = Cosigner.Generate("vendor.example/witness");
        await LedgerKeyRotation.RevokeAsync(Third, vendor.Verifier.ToString(), 100, TimeProvider.System);
        var policy = TlogPolicy.Parse(Encoding.UTF8.GetBytes($"log {_log.VerifierKey}\nwitness vendor {vendor.Verifier}\nquorum vendor\n"));

        Assert.Contains("no witness has cosigned it", TlogProof.Verify(Cosigned(vendor), Entry3, policy).Fault, StringComparison.Ordinal);
        Assert.Contains("was declared stolen from entry 100 on", TlogProof.Verify(Cosigned(vendor), Entry3, _log.VerifierKey, vendor.Verifier.ToString()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_without_the_log_proves_nothing()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var other = NoteVerifier.ForLog("other.example/log", stranger.PublicKey);

        Assert.Contains("no key of a log is known", TlogProof.Verify(Now(), Entry3, TlogPolicy.Parse("quorum none\n"u8)).Fault, StringComparison.Ordinal);
        Assert.Contains("not `other.example/log`", TlogProof.Verify(Now(), Entry3, TlogPolicy.Parse(Encoding.UTF8.GetBytes($"log {other}\nquorum none\n"))).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_may_name_several_keys_of_one_log()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var policy = TlogPolicy.Parse(Encoding.UTF8.GetBytes($"log {Vkey(stranger)}\nlog {Vkey(_second)}\nquorum none\n"));

        Assert.Equal(Vkey(_third), TlogProof.Verify(Now(), Entry3, policy).SignedBy);
    }

    private static string Vkey(SigningKey key) => NoteVerifier.ForLog(TestLog.Origin, key.PublicKey).ToString();

    private static async Task FillAsync(LedgerOptions options, long from, int count)
    {
        await using var writer = LedgerWriter.Open(options, TimeProvider.System);
        await TestLog.AppendAsync(writer, from, count);
    }

    private string Now() => LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).Proof(new EntryIndex(3));

    private string Cosigned(params Cosigner[] witnesses)
    {
        var note = File.ReadAllText(_log.PathOf("checkpoint"));
        var lines = witnesses.Select(w => w.Cosign(SignedNote.Parse(Encoding.UTF8.GetBytes(note)), DateTimeOffset.UnixEpoch.AddYears(50)));
        File.WriteAllText(_log.PathOf("checkpoint.witnessed"), note + string.Concat(lines));
        return LedgerReader.OpenWitnessed(_log.LogDirectory, _log.VerifierKey).Proof(new EntryIndex(3));
    }
}
