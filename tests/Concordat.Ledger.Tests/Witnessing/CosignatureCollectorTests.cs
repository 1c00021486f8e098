using System.Net;
using System.Text;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger.Tests.Witnessing;

public sealed class CosignatureCollectorTests : IAsyncLifetime
{
    private readonly TestLog _log = new();
    private readonly ManualTime _time = new();
    private readonly TestWitness _vendor;
    private readonly TestWitness _department;
    private readonly Router _router;
    private readonly HttpClient _http;
    private LedgerWriter _writer;

    public CosignatureCollectorTests()
    {
        _vendor = new TestWitness(_log, "vendor.example/witness", _time);
        _department = new TestWitness(_log, "department.example/witness", _time);
        _router = new Router(new Dictionary<string, TestWitness>(StringComparer.Ordinal) { ["vendor.example"] = _vendor, ["department.example"] = _department });
        _http = new HttpClient(_router);
        _writer = _log.Open();
    }

    private string Witnessed => _log.PathOf(WitnessedCheckpoint.FileName);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _http.Dispose();
        _vendor.Dispose();
        _department.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_checkpoint_that_both_cosigned_is_published_with_both_lines()
    {
        await using var collector = Idle();
        foreach (var count in (int[])[3, 300, 1])
        {
            await GrowAsync(count);
            await collector.RunRoundAsync(TestLog.Token);

            var note = await File.ReadAllBytesAsync(Witnessed, TestLog.Token);
            Assert.True(Policy().Check(note).IsSatisfied);
            Assert.Equal(_writer.CheckpointSize, Checkpoint.Open(note, NoteVerifier.Parse(_log.VerifierKey)).Size);
            Assert.Equal(_writer.CheckpointSize, collector.Status.WitnessedSize);
        }

        Assert.True(collector.Status.HasQuorum);
        Assert.Null(collector.Status.WaitingSince);
        Assert.Equal(["vendor", "department"], collector.Status.Witnesses.Select(static w => w.Name));
        Assert.All(collector.Status.Witnesses, w => Assert.Equal((304, _time.Now, null), (w.Size!.Value, w.At!.Value, w.Fault)));
    }

    [Fact]
    public async Task What_all_have_cosigned_is_not_asked_again()
    {
        await using var collector = Idle();
        await GrowAsync(3);
        await collector.RunRoundAsync(TestLog.Token);
        var asked = _vendor.Asked;
        await collector.RunRoundAsync(TestLog.Token);

        Assert.Equal(asked, _vendor.Asked);
    }

    [Fact]
    public async Task Without_one_of_both_the_last_witnessed_checkpoint_stays_and_the_wait_is_told()
    {
        await using var collector = Idle();
        await GrowAsync(3);
        await collector.RunRoundAsync(TestLog.Token);
        var before = await File.ReadAllBytesAsync(Witnessed, TestLog.Token);
        _department.Instead = static (_, _) => throw new HttpRequestException("connection refused");
        await GrowAsync(3);
        var since = _time.Now += TimeSpan.FromMinutes(1);
        await collector.RunRoundAsync(TestLog.Token);
        _time.Now += TimeSpan.FromMinutes(1);
        await GrowAsync(3);
        await collector.RunRoundAsync(TestLog.Token);

        Assert.Equal(before, await File.ReadAllBytesAsync(Witnessed, TestLog.Token));
        Assert.False(collector.Status.HasQuorum);
        Assert.Equal(since, collector.Status.WaitingSince);
        Assert.Contains("connection refused", collector.Status.Witnesses[1].Fault, StringComparison.Ordinal);

        // A restart begins no new wait, and a witness that comes back ends it.
        await using var again = Idle();
        Assert.Equal((since, false, 3), (again.Status.WaitingSince!.Value, again.Status.HasQuorum, again.Status.WitnessedSize!.Value));
        _department.Instead = null;
        await again.RunRoundAsync(TestLog.Token);
        Assert.Equal((null, true, 9), (again.Status.WaitingSince, again.Status.HasQuorum, again.Status.WitnessedSize!.Value));
        await using var later = Idle();
        Assert.Null(later.Status.WaitingSince);
    }

    [Fact]
    public async Task A_cosignature_that_comes_late_joins_those_that_are_there()
    {
        await using var collector = Idle();
        await GrowAsync(3);
        _department.Instead = static (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        await collector.RunRoundAsync(TestLog.Token);
        Assert.False(File.Exists(Witnessed));
        _department.Instead = null;
        _time.Now += TimeSpan.FromMinutes(2);
        await collector.RunRoundAsync(TestLog.Token);

        Assert.Equal(1, _vendor.Asked);
        Assert.True(Policy().Check(await File.ReadAllBytesAsync(Witnessed, TestLog.Token)).IsSatisfied);
    }

    [Fact]
    public async Task A_witness_that_fails_is_asked_less_and_less_often()
    {
        await using var collector = Idle();
        _department.Instead = static (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));
        await GrowAsync(3);
        for (var second = 0; second < 60; second++)
        {
            await collector.RunRoundAsync(TestLog.Token);
            _time.Now += TimeSpan.FromSeconds(1);
        }

        Assert.Equal(6, _department.Asked); // after 0, 1, 3, 7, 15 and 31 seconds
    }

    [Fact]
    public async Task A_witness_that_never_answers_holds_up_nothing_but_its_own_quorum()
    {
        await using var collector = Idle(Policy("any"), TimeSpan.FromMilliseconds(50));
        var hung = new TaskCompletionSource<HttpResponseMessage>();
        _department.Instead = (_, token) => hung.Task.WaitAsync(token);
        await GrowAsync(3);
        await collector.RunRoundAsync(TestLog.Token);
        await TestLog.AppendAsync(_writer, 3, 3);

        Assert.Equal((true, 3), (collector.Status.HasQuorum, collector.Status.WitnessedSize!.Value));
        Assert.Equal("the witness did not answer in time", collector.Status.Witnesses[1].Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("\u2014 department.example/witness AAAAAAAAAAAAAAAAAAAA\n")]
    [InlineData("\n\u2014 department.example/witness AAAAAAAAAAAAAAAAAAAA\n")]
    [InlineData("$vendor")]
    public async Task An_answer_without_a_valid_cosignature_of_the_policys_key_counts_for_nothing(string body)
    {
        await using var collector = Idle();
        await GrowAsync(3);
        var foreign = _vendor.Cosigner.Cosign(SignedNote.Parse(await File.ReadAllBytesAsync(_log.PathOf("checkpoint"), TestLog.Token)), _time.Now);
        _department.Instead = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.Replace("$vendor", foreign, StringComparison.Ordinal))),
        });
        await collector.RunRoundAsync(TestLog.Token);

        Assert.False(File.Exists(Witnessed));
        Assert.NotNull(collector.Status.Witnesses[1].Fault);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var collector = Idle();
        await GrowAsync(3);
        _department.Instead = static (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(new byte[1024 * 1024]) });
        await collector.RunRoundAsync(TestLog.Token);

        Assert.Contains("longer than", collector.Status.Witnesses[1].Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_that_knows_more_than_the_log_has_is_told_as_what_it_is()
    {
        await using var collector = Idle();
        await GrowAsync(3);
        _department.Instead = static (_, _) => Task.FromResult(TestWitness.ResponseOf(new WitnessAnswer(WitnessOutcome.Stale, "900\n")));
        await collector.RunRoundAsync(TestLog.Token);

        Assert.Contains("cosigned 900 entries of this log, which has 3", collector.Status.Witnesses[1].Fault, StringComparison.Ordinal);
        Assert.Equal(1, _department.Asked);
    }

    [Fact]
    public async Task A_log_that_began_anew_under_its_old_name_gets_no_quorum()
    {
        await using (var collector = Idle())
        {
            await GrowAsync(3);
            await collector.RunRoundAsync(TestLog.Token);
        }

        await _writer.DisposeAsync();
        Directory.Delete(_log.LogDirectory, recursive: true);
        _writer = _log.Open();
        await using var again = Idle();
        await _writer.AppendAsync("another past"u8.ToArray(), TestLog.Token);
        await TestLog.AppendAsync(_writer, 1, 4);
        await _writer.IntegrateAsync();
        await again.RunRoundAsync(TestLog.Token);

        Assert.False(File.Exists(Witnessed));
        Assert.Contains("does not continue", again.Status.Witnesses[0].Fault, StringComparison.Ordinal);
        Assert.Equal([ForkFinding.RewrittenPast], _vendor.Evidence.Select(e => e.Check(_log.VerifierKey)));
    }

    [Fact]
    public async Task It_runs_by_itself_and_goes_on_after_a_failure()
    {
        await GrowAsync(3);
        var asked = new TaskCompletionSource();
        var times = 0;
        _department.Instead = (_, _) =>
        {
            if (++times == 2)
            {
                asked.SetResult();
            }

            throw new InvalidOperationException("a bug");
        };
        await using var collector = CosignatureCollector.Start(Options(Policy()) with { Interval = TimeSpan.FromMilliseconds(1), MaxPause = TimeSpan.FromMilliseconds(1) }, _http, TimeProvider.System);
        await asked.Task.WaitAsync(TestLog.Token);

        Assert.Equal(2, times);
    }

    [Fact]
    public async Task A_witness_with_the_logs_key_and_a_policy_for_another_log_are_refused()
    {
        var own = NoteVerifier.ForCosigner("w.example", _log.Key.PublicKey);
        var other = NoteVerifier.ForLog("other.example", _log.Key.PublicKey);

        Assert.Contains("cannot witness itself", Assert.Throws<FormatException>(() => Idle(TlogPolicy.Parse(Encoding.UTF8.GetBytes($"witness w {own}\nquorum w\n")))).Message, StringComparison.Ordinal);
        Assert.Contains("not among them", Assert.Throws<FormatException>(() => Idle(TlogPolicy.Parse(Encoding.UTF8.GetBytes($"log {other}\nquorum none\n")))).Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_whole_log_verifies_with_the_cosignatures_beside_its_newest_checkpoint()
    {
        await using var collector = Idle();
        await GrowAsync(300);
        await collector.RunRoundAsync(TestLog.Token);
        await TestLog.AppendAsync(_writer, 300, 5);
        await _writer.IntegrateAsync();
        string[] witnesses = [.. Policy().Witnesses.Select(static w => w.Key.ToString())];
        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, new() { Witnesses = witnesses }, TestLog.Token);

        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.Equal(300, result.Checkpoint!.Size);
        Assert.Equal(305, (await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).Checkpoint!.Size);
        File.Delete(Witnessed);
        Assert.Equal("ledger_witness", (await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, new() { Witnesses = witnesses }, TestLog.Token)).Fault!.Code);
    }

    private async Task GrowAsync(int count)
    {
        await TestLog.AppendAsync(_writer, _writer.DurableSize, count);
        await _writer.IntegrateAsync();
    }

    private CosignatureCollector Idle(TlogPolicy? policy = null, TimeSpan? timeout = null) =>
        CosignatureCollector.Idle(Options(policy ?? Policy()) with { Timeout = timeout ?? TimeSpan.FromSeconds(30) }, _http, _time);

    private CollectorOptions Options(TlogPolicy policy) => new() { Directory = _log.LogDirectory, LogKey = _log.VerifierKey, Policy = policy };

    private TlogPolicy Policy(string threshold = "all") => TlogPolicy.Parse(Encoding.UTF8.GetBytes(
        $"""
        log {_log.VerifierKey}
        witness vendor {_vendor.Cosigner.Verifier} http://vendor.example/
        witness department {_department.Cosigner.Verifier} http://department.example/prefix
        group both {threshold} vendor department
        quorum both

        """));

    private sealed class Router(Dictionary<string, TestWitness> witnesses) : HttpMessageHandler
    {
        private readonly Dictionary<string, HttpMessageInvoker> _invokers =
            witnesses.ToDictionary(static w => w.Key, static w => new HttpMessageInvoker(w.Value, disposeHandler: false), StringComparer.Ordinal);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _invokers[request.RequestUri!.Host].SendAsync(request, cancellationToken);
    }
}
