using System.Text;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Witnessing;

public sealed class ForkEvidenceTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly GrowingTree _tree = new("honest");

    public void Dispose() => _log.Dispose();

    // 4, 256 and 512 are whole powers of two, of which a consistency proof does not hold the older root.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(256)]
    [InlineData(300)]
    [InlineData(512)]
    public async Task A_log_that_does_not_continue_a_kept_checkpoint_is_convicted_by_its_own_signatures(int keptSize)
    {
        var kept = Note(keptSize);
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 600);
        }

        var result = await VerifyAsync(kept);
        Assert.Equal("ledger_fork", result.Fault!.Code);
        var evidence = ForkEvidence.Parse(result.Evidence!.ToJson());
        Assert.Equal(ForkFinding.RewrittenPast, evidence.Check(_log.VerifierKey));
    }

    [Fact]
    public async Task Two_checkpoints_of_one_size_are_proof_without_any_hash()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 7);
        }

        var evidence = (await VerifyAsync(Note(7))).Evidence!;
        Assert.Equal(ForkFinding.TwoTrees, evidence.Check(_log.VerifierKey));
        Assert.Empty(evidence.Proof);
    }

    [Fact]
    public async Task A_log_that_lost_entries_is_told_and_the_evidence_says_what_is_not_proven()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 7);
        }

        var result = await VerifyAsync(Note(70));
        Assert.Equal("ledger_rollback", result.Fault!.Code);
        Assert.Equal(ForkFinding.Unproven, result.Evidence!.Check(_log.VerifierKey));
    }

    [Fact]
    public async Task Nobody_can_make_evidence_against_an_honest_log()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 300);
        }

        var forged = (await VerifyAsync(Note(100))).Evidence!;
        var (smaller, larger) = (Text(Note(100)), Text(Note(300)));
        string[] proof = [.. _tree.Proof(100, 300).Select(static h => h.ToString())];
        var honest = new ForkEvidence("concordat-fork/1", _log.VerifierKey, smaller, larger, _tree.Root(100).ToString(), [.. proof]);
        ForkEvidence[] attempts =
        [
            honest, // a true proof shows that all is well
            honest with { Prefix = TreeHash.Empty.ToString() },
            honest with { Prefix = new GrowingTree("other").Root(100).ToString(), Proof = [.. new GrowingTree("other").Proof(100, 300).Select(static h => h.ToString())] },
            honest with { Prefix = "garbage" },
            honest with { Proof = ["garbage"] },
            honest with { Smaller = larger, Larger = smaller },
            honest with { Smaller = Text(Note(300)) },
            honest with { Smaller = Text(Note(0)), Prefix = null, Proof = [] },
            honest with { Smaller = "not a note" },
            forged with { Smaller = Text(new Checkpoint(TestLog.Origin, 100, new GrowingTree("other").Root(100)).Sign(stranger)) },
            forged with { Smaller = smaller.Replace(_tree.Root(100).ToString(), TreeHash.Empty.ToString(), StringComparison.Ordinal) },
        ];

        Assert.Equal(ForkFinding.RewrittenPast, forged.Check(_log.VerifierKey)); // this one is real
        Assert.All(attempts, a => Assert.Equal(ForkFinding.Nothing, a.Check(_log.VerifierKey)));

        // The key that the file names is not believed.
        Assert.Equal(ForkFinding.Nothing, forged.Check(NoteVerifier.ForLog(TestLog.Origin, stranger.PublicKey).ToString()));
        Assert.Equal(ForkFinding.RewrittenPast, (forged with { Log = "anything" }).Check(_log.VerifierKey));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"format":"concordat-fork/2","log":"","smaller":"","larger":"","prefix":null,"proof":[]}""")]
    [InlineData("""{"format":"concordat-fork/1","log":"","smaller":"","larger":"","prefix":null,"proof":null}""")]
    [InlineData("""{"format":"concordat-fork/1","log":"","smaller":"","smaller":"","larger":"","prefix":null,"proof":[]}""")]
    public void A_file_that_is_no_evidence_is_refused(string json) => Assert.Throws<FormatException>(() => ForkEvidence.Parse(Encoding.UTF8.GetBytes(json)));

    private static string Text(byte[] note) => Encoding.UTF8.GetString(note);

    private Task<Verification.LedgerVerificationResult> VerifyAsync(byte[] kept) =>
        LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, new() { OlderCheckpoints = [("kept", kept)] }, TestLog.Token);

    private byte[] Note(long size) => new Checkpoint(TestLog.Origin, size, _tree.Root(size)).Sign(_log.Key);
}
