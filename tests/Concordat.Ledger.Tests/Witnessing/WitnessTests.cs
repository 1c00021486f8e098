using System.Text;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Witnessing;

public sealed class WitnessTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly TestWitness _witness;
    private readonly GrowingTree _tree = new("honest");

    public WitnessTests() => _witness = new TestWitness(_log);

    public void Dispose()
    {
        _witness.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void Each_checkpoint_that_continues_the_last_is_cosigned()
    {
        long old = 0;
        foreach (var size in (long[])[0, 1, 2, 3, 64, 64, 100, 257])
        {
            var answer = Ask(_tree, old, size);
            Assert.Equal((WitnessOutcome.Cosigned, size), (answer.Outcome, size));
            byte[] cosigned = [.. Note(_tree, size), .. Encoding.UTF8.GetBytes(answer.Body)];
            Assert.True(Checkpoint.IsCosigned(cosigned, _witness.Cosigner.Verifier));
            old = size;
        }
    }

    [Fact]
    public void Monitors_get_the_last_checkpoint_with_both_signatures_and_nothing_before_the_first()
    {
        var hash = WitnessMemory.HashOf(TestLog.Origin);
        Assert.Null(_witness.Witness.Monitor(hash));
        Ask(_tree, 0, 5);

        var note = _witness.Witness.Monitor(hash)!;
        Assert.Equal(5, Checkpoint.Open(note, NoteVerifier.Parse(_log.VerifierKey)).Size);
        Assert.True(Checkpoint.IsCosigned(note, _witness.Cosigner.Verifier));
        Assert.Null(_witness.Witness.Monitor(WitnessMemory.HashOf("other.example")));
    }

    [Fact]
    public void A_log_that_is_not_known_is_404()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var note = new Checkpoint("other.example", 0, TreeHash.Empty).Sign(key);

        Assert.Equal(WitnessOutcome.UnknownLog, _witness.Witness.AddCheckpoint(new AddCheckpointRequest(0, [], note).ToBytes()).Outcome);
    }

    [Fact]
    public void A_checkpoint_without_a_valid_signature_of_the_logs_key_is_403()
    {
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var right = Encoding.UTF8.GetString(Note(_tree, 5));
        var forged = new Checkpoint(TestLog.Origin, 5, _tree.Root(5)).Sign(stranger);
        var otherLine = Encoding.UTF8.GetString(Note(_tree, 6)).Split('\n')[^2];

        Assert.Equal(WitnessOutcome.NotSigned, Ask(0, [], forged).Outcome);
        Assert.Equal(WitnessOutcome.NotSigned, Ask(0, [], Encoding.UTF8.GetBytes(right.Replace("\n5\n", "\n6\n", StringComparison.Ordinal))).Outcome);

        // A right signature beside a wrong one of the same key makes the note malformed, whichever comes first.
        Assert.Equal(WitnessOutcome.NotSigned, Ask(0, [], Encoding.UTF8.GetBytes(right + otherLine + "\n")).Outcome);
    }

    [Fact]
    public void An_old_size_above_the_new_one_is_400()
    {
        Ask(_tree, 0, 10);

        Assert.Equal(WitnessOutcome.Malformed, Ask(10, [], Note(_tree, 9)).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0\n")]
    [InlineData("old -1\n\n$")]
    [InlineData("old 00\n\n$")]
    [InlineData("old +0\n\n$")]
    [InlineData("old 0 \n\n$")]
    [InlineData("Old 0\n\n$")]
    [InlineData("\n\n$")]
    [InlineData("old 99999999999999999999\n\n$")]
    [InlineData("old 0\nAAAA\n\n$")]
    [InlineData("old 0\r\n\r\n$")]
    [InlineData("old 0\n\nnot a note")]
    [InlineData("old 0\n\norigin\n\n\u2014 a AAAAAAA=\n")]
    public void A_malformed_request_is_400(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body.Replace("$", Encoding.UTF8.GetString(Note(_tree, 3)), StringComparison.Ordinal));

        Assert.Equal(WitnessOutcome.Malformed, _witness.Witness.AddCheckpoint(bytes).Outcome);
    }

    [Fact]
    public void Too_many_hashes_and_too_long_a_request_are_400()
    {
        var hashes = Enumerable.Repeat(TreeHash.Empty, 64).ToList();

        Assert.Equal(WitnessOutcome.Malformed, Ask(0, hashes, Note(_tree, 3)).Outcome);
        Assert.Equal(WitnessOutcome.Malformed, _witness.Witness.AddCheckpoint(new byte[AddCheckpointRequest.MaxBytes + 1]).Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(11)]
    public void A_stale_size_is_409_with_the_size_that_the_witness_knows(long old)
    {
        Ask(_tree, 0, 10);
        var answer = Ask(old, [], Note(_tree, 20));

        Assert.Equal((WitnessOutcome.Stale, "10\n", "text/x.tlog.size"), (answer.Outcome, answer.Body, answer.ContentType));
    }

    [Fact]
    public void A_checkpoint_that_does_not_continue_the_last_is_422_and_what_was_known_stays_known()
    {
        Ask(_tree, 0, 10);
        var fork = new GrowingTree("forked");
        var cut = _tree.Proof(10, 20).ToList();
        cut.RemoveAt(0);

        Assert.Equal(WitnessOutcome.Inconsistent, Ask(10, fork.Proof(10, 20), Note(fork, 20)).Outcome);
        Assert.Equal(WitnessOutcome.Inconsistent, Ask(10, cut, Note(_tree, 20)).Outcome);
        Assert.Equal(WitnessOutcome.Inconsistent, Ask(10, [], Note(_tree, 20)).Outcome);
        Assert.Equal(WitnessOutcome.Inconsistent, Ask(10, [], Note(fork, 10)).Outcome);
        Assert.Equal(WitnessOutcome.Inconsistent, Ask(10, [TreeHash.Empty], Note(_tree, 10)).Outcome);
        Assert.Equal(WitnessOutcome.Cosigned, Ask(_tree, 10, 20).Outcome);
    }

    [Fact]
    public void An_empty_log_has_the_root_of_the_empty_tree_and_a_first_checkpoint_no_proof()
    {
        var wrong = new Checkpoint(TestLog.Origin, 0, _tree.Root(1)).Sign(_log.Key);

        Assert.Equal(WitnessOutcome.Inconsistent, Ask(0, [], wrong).Outcome);
        Assert.Equal(WitnessOutcome.Inconsistent, Ask(0, [TreeHash.Empty], Note(_tree, 5)).Outcome);
    }

    [Fact]
    public void A_restart_forgets_nothing()
    {
        Ask(_tree, 0, 10);
        _witness.Restart();

        Assert.Equal(WitnessOutcome.Stale, Ask(0, [], Note(new GrowingTree("forked"), 10)).Outcome);
        Assert.Equal(WitnessOutcome.Cosigned, Ask(_tree, 10, 11).Outcome);
    }

    [Fact]
    public void Two_processes_do_not_share_one_memory() => Assert.Throws<LedgerLockedException>(() => _witness.Open());

    [Fact]
    public void A_damaged_memory_stops_the_start_instead_of_forgetting()
    {
        Ask(_tree, 0, 10);
        var intact = File.ReadAllBytes(_witness.StateFile);
        _witness.Witness.Dispose();
        foreach (var content in (byte[][])[[], intact[..^1], intact[..^40], Note(_tree, 10)])
        {
            File.WriteAllBytes(_witness.StateFile, content);
            Assert.Throws<LedgerCorruptException>(() => _witness.Open());
        }
    }

    [Fact]
    public void Without_room_on_disk_nothing_is_signed_and_nothing_is_forgotten()
    {
        Ask(_tree, 0, 10);
        var files = new FailingFiles();
        _witness.Restart(files);
        files.Full = true;
        var refused = Ask(_tree, 10, 20);

        Assert.Equal(WitnessOutcome.Unavailable, refused.Outcome);
        Assert.DoesNotContain("\u2014", refused.Body, StringComparison.Ordinal);
        files.Full = false;
        Assert.Equal(WitnessOutcome.Cosigned, Ask(_tree, 10, 20).Outcome);
    }

    [Fact]
    public void A_cosignature_leaves_only_after_the_checkpoint_and_its_name_are_durable()
    {
        var files = new RecordedFiles();
        _witness.Restart(files);
        files.Calls.Clear();
        var answer = Ask(_tree, 0, 10);

        Assert.Equal(WitnessOutcome.Cosigned, answer.Outcome);
        Assert.Equal(["write checkpoint.tmp", "flush", "rename checkpoint", "flush directory"], files.Calls);
        Assert.EndsWith(answer.Body, File.ReadAllText(_witness.StateFile), StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_before_the_name_was_durable_leaves_the_older_checkpoint()
    {
        Ask(_tree, 0, 10);
        File.WriteAllText(_witness.StateFile + ".tmp", "half a checkp");
        _witness.Restart();

        Assert.Equal(WitnessOutcome.Cosigned, Ask(_tree, 10, 20).Outcome);
    }

    [Fact]
    public async Task Of_many_forks_at_once_one_is_cosigned()
    {
        Ask(_tree, 0, 10);
        var forks = Enumerable.Range(0, 16).Select(static i => new GrowingTree("honest", 10, FormattableString.Invariant($"fork {i}"))).ToList();
        var requests = forks.Select(f => (Proof: f.Proof(10, 20), Note: Note(f, 20))).ToList();
        var answers = await Task.WhenAll(requests.Select(r => Task.Run(() => Ask(10, r.Proof, r.Note), TestLog.Token)));

        Assert.Single(answers, static a => a.Outcome == WitnessOutcome.Cosigned);
        Assert.Equal(15, answers.Count(static a => a.Outcome == WitnessOutcome.Stale));
    }

    [Fact]
    public void A_witness_does_not_witness_under_its_own_key()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var path = Path.Combine(_log.Directory, "own.pem");
        key.Save(path);
        using var cosigner = Cosigner.Load(path, "w.example");
        var options = new WitnessOptions { Directory = Path.Combine(_log.Directory, "w"), Cosigner = cosigner, Logs = [NoteVerifier.ForLog("log.example", key.PublicKey)] };

        Assert.Throws<FormatException>(() => Witness.Open(options, TimeProvider.System));
        Assert.Throws<FormatException>(() => Witness.Open(options with { Logs = [_witness.Cosigner.Verifier] }, TimeProvider.System));
    }

    [Fact]
    public void A_fork_is_kept_as_evidence_that_the_logs_key_alone_proves()
    {
        Ask(_tree, 0, 10);
        var fork = new GrowingTree("forked");
        Ask(10, [], Note(fork, 10));
        Ask(10, fork.Proof(10, 20), Note(fork, 20));
        Ask(10, fork.Proof(10, 20), Note(fork, 20));

        Assert.Equal(
            [ForkFinding.TwoTrees, ForkFinding.RewrittenPast], _witness.Evidence.Select(e => e.Check(_log.VerifierKey)).Order());
        Assert.All(_witness.Evidence, static e => Assert.Contains("witness.example/w1", e.Smaller, StringComparison.Ordinal));
    }

    [Fact]
    public void A_proof_that_leads_nowhere_is_not_held_against_the_log()
    {
        Ask(_tree, 0, 10);
        Ask(10, [TreeHash.Empty, TreeHash.Empty], Note(_tree, 20));
        Ask(10, [TreeHash.Empty], Note(_tree, 20));

        Assert.Equal([ForkFinding.Unproven], _witness.Evidence.Select(e => e.Check(_log.VerifierKey)));
    }

    private WitnessAnswer Ask(GrowingTree tree, long old, long size) => Ask(old, tree.Proof(old, size), Note(tree, size));

    private WitnessAnswer Ask(long old, IReadOnlyList<TreeHash> proof, byte[] note) =>
        _witness.Witness.AddCheckpoint(new AddCheckpointRequest(old, [.. proof], note).ToBytes());

    private byte[] Note(GrowingTree tree, long size) => new Checkpoint(TestLog.Origin, size, tree.Root(size)).Sign(_log.Key);
}
