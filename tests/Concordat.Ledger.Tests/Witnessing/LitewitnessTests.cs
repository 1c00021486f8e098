using System.Net;
using System.Text;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Witnessing;

/// <summary>Our log before a witness that nobody here wrote, and our witness in its place under the same requests.</summary>
public sealed class LitewitnessTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task It_cosigns_our_log_as_it_grows_and_the_independent_checker_accepts_the_cosigned_log()
    {
        using var witness = await Litewitness.StartAsync(TestLog.Origin, _log.VerifierKey);
        var checker = await GoChecker.BuildAsync(_log.Directory);
        var policy = TlogPolicy.Parse(Encoding.UTF8.GetBytes($"log {_log.VerifierKey}\nwitness lite {witness.VerifierKey} {witness.Url}\nquorum lite\n"));
        var options = new CollectorOptions { Directory = _log.LogDirectory, LogKey = _log.VerifierKey, Policy = policy };
        await using (var writer = _log.Open())
        await using (var collector = CosignatureCollector.Idle(options, _http, TimeProvider.System))
        {
            foreach (var count in (int[])[1, 999, 1, 69_000])
            {
                await TestLog.FillAsync(writer, count);
                await writer.IntegrateAsync();
                await collector.RunRoundAsync(TestLog.Token);
                Assert.Null(collector.Status.Witnesses[0].Fault);
                Assert.Equal(writer.CheckpointSize, collector.Status.WitnessedSize);
            }
        }

        // A log that forgot what its witness knows asks from 0 and goes on from the size that it is told.
        File.Delete(_log.PathOf(WitnessedCheckpoint.FileName));
        await using (var again = CosignatureCollector.Idle(options, _http, TimeProvider.System))
        {
            await again.RunRoundAsync(TestLog.Token);
            Assert.True(again.Status.HasQuorum, again.Status.Witnesses[0].Fault);
        }

        File.Move(_log.PathOf(WitnessedCheckpoint.FileName), _log.PathOf("checkpoint"), overwrite: true);
        var (code, output) = await checker.RunAsync(_log.LogDirectory, _log.VerifierKey, witness.VerifierKey);
        Assert.True(code == 0, output);
        Assert.Contains("size=70001 sigs-verified=2", output, StringComparison.Ordinal);
        await using var reopened = _log.Open(); // and the log itself goes on with the cosigned checkpoint
        Assert.Equal(70_001, reopened.DurableSize);
    }

    [Fact]
    public async Task It_and_our_witness_answer_every_kind_of_request_alike()
    {
        using var theirs = await Litewitness.StartAsync(TestLog.Origin, _log.VerifierKey);
        using var ours = new TestWitness(_log);
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var (tree, fork) = (new GrowingTree("honest"), new GrowingTree("forked"));
        byte[] Note(GrowingTree of, long size, SigningKey? key = null) => new Checkpoint(TestLog.Origin, size, of.Root(size)).Sign(key ?? _log.Key);
        byte[] Body(long old, IReadOnlyList<TreeHash> proof, byte[] note) => new AddCheckpointRequest(old, [.. proof], note).ToBytes();

        // Two more differ: a proof from size 0 must be empty and is 422 here, as the specification says, where litewitness 0.9 cosigns;
        // and text that is no checkpoint is 400 here and 404 there, of which the specification says nothing.
        (string Name, byte[] Body)[] requests =
        [
            ("unknown log", Body(0, [], new Checkpoint("other.example", 1, tree.Root(1)).Sign(_log.Key))),
            ("forged", Body(0, [], Note(tree, 10, stranger))),
            ("old above new", Body(11, [], Note(tree, 10))),
            ("first", Body(0, [], Note(tree, 10))),
            ("the same again", Body(10, [], Note(tree, 10))),
            ("stale", Body(0, [], Note(tree, 20))),
            ("ahead", Body(15, tree.Proof(15, 20), Note(tree, 20))),
            ("forked at the same size", Body(10, [], Note(fork, 10))),
            ("forked", Body(10, fork.Proof(10, 20), Note(fork, 20))),
            ("without proof", Body(10, [], Note(tree, 20))),
            ("with a wrong proof", Body(10, tree.Proof(9, 20), Note(tree, 20))),
            ("rolled back", Body(10, [], Note(tree, 9))),
            ("no empty line", "old 10\n"u8.ToArray()),
            ("grown", Body(10, tree.Proof(10, 300), Note(tree, 300))),
            ("stale after growth", Body(10, tree.Proof(10, 300), Note(tree, 300))),
        ];
        using var inMemory = new HttpClient(ours, disposeHandler: false);
        var differences = new List<string>();
        foreach (var (name, body) in requests)
        {
            var (expected, got) = (await PostAsync(_http, theirs.Url, body), await PostAsync(inMemory, new Uri("http://ours.example"), body));
            if (expected != got)
            {
                differences.Add($"{name}: litewitness {expected}, ours {got}");
            }
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    /// <summary>Status, content type and body, where the specification says what they are.</summary>
    private static async Task<(HttpStatusCode Status, string? Type, string Body)> PostAsync(HttpClient http, Uri witness, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var response = await http.PostAsync(new Uri(witness, "/add-checkpoint"), content, TestLog.Token);
        var text = await response.Content.ReadAsStringAsync(TestLog.Token);
        return response.StatusCode switch
        {
            HttpStatusCode.Conflict => (response.StatusCode, response.Content.Headers.ContentType?.MediaType, text),
            HttpStatusCode.OK => (response.StatusCode, null, FormattableString.Invariant($"{text.Count('\n')} line, {text[0]}")),
            _ => (response.StatusCode, null, ""),
        };
    }
}
