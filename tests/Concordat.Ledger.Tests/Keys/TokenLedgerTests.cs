using Concordat.Ledger.Notes;
using Concordat.Ledger.Tests.Witnessing;
using Concordat.Ledger.Witnessing;
using Concordat.Signing;
using Concordat.Signing.Tests.Kit;

namespace Concordat.Ledger.Tests.Keys;

/// <summary>A log, and a witness, whose key is on a token: without the token nothing is promised, and nothing is lost.</summary>
[Collection(nameof(SoftHsm))]
public sealed class TokenLedgerTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_log_pushes_back_while_its_token_is_gone_and_goes_on_when_it_is_back()
    {
        var hsm = SoftHsm.Create();
        using var token = SigningKey.Load(hsm.Import(_log.Key), SoftHsm.Pin);
        await using (var writer = LedgerWriter.Open(_log.Options with { Key = token }, TimeProvider.System))
        {
            await TestLog.AppendAsync(writer, 0, 5);
            await writer.IntegrateAsync();
            hsm.Remove();
            await TestLog.AppendAsync(writer, 5, 5); // nobody has noticed yet: these are durable, and covered later

            var round = await Assert.ThrowsAsync<LedgerUnavailableException>(writer.IntegrateAsync);
            var append = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync(TestLog.Entry(99), TestLog.Token));

            Assert.StartsWith($"the ledger cannot sign checkpoints: key `log` on token `{hsm.Label}`: ", round.Message, StringComparison.Ordinal);
            Assert.Equal(round.Message, append.Message);
            Assert.Equal((false, 10L, 5L), (writer.IsHealthy, writer.DurableSize, writer.CheckpointSize));

            hsm.Return();
            await writer.IntegrateAsync();
            await TestLog.AppendAsync(writer, 10, 5);
            Assert.True(writer.IsHealthy);
        }

        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);
        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.Equal(15, result.Checkpoint!.Size);
    }

    [Fact]
    public async Task A_module_that_does_not_come_back_holds_up_checkpoints_for_a_bounded_time_and_then_the_log_says_so()
    {
        var hsm = SoftHsm.Create();
        using var token = SigningKey.Load(hsm.Import(_log.Key), SoftHsm.Pin, TimeSpan.FromSeconds(1));
        await using (var writer = LedgerWriter.Open(_log.Options with { Key = token }, TimeProvider.System))
        {
            await TestLog.AppendAsync(writer, 0, 5);
            await writer.IntegrateAsync();
            hsm.Hang();
            await TestLog.AppendAsync(writer, 5, 5);

            var round = await Assert.ThrowsAsync<LedgerUnavailableException>(writer.IntegrateAsync);
            var append = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync(TestLog.Entry(99), TestLog.Token));

            Assert.Equal("key_timeout", Assert.IsType<KeyUnavailableException>(round.InnerException).Code);
            Assert.Contains($"key `log` on token `{hsm.Label}`: the PKCS #11 module does not answer, and is waited for 1 s (look at the token", append.Message, StringComparison.Ordinal);
            Assert.Equal((false, 10L, 5L), (writer.IsHealthy, writer.DurableSize, writer.CheckpointSize));
            for (var i = 0; i < 100; i++)
            {
                await Assert.ThrowsAsync<LedgerUnavailableException>(writer.IntegrateAsync); // at once: a hundred waits would be seen
            }

            hsm.LetGo();
            await UntilHealthyAsync(writer);
            await TestLog.AppendAsync(writer, 10, 5);
        }

        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);
        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.Equal(15, result.Checkpoint!.Size);
    }

    [Fact]
    public async Task A_log_ends_although_its_module_does_not_come_back()
    {
        var hsm = SoftHsm.Create();
        using (var token = SigningKey.Load(hsm.Import(_log.Key), SoftHsm.Pin, TimeSpan.FromSeconds(1)))
        {
            await using var writer = LedgerWriter.Open(_log.Options with { Key = token }, TimeProvider.System);
            await TestLog.AppendAsync(writer, 0, 5);
            hsm.Hang();
        }

        hsm.LetGo();
        await using var again = _log.Open();
        Assert.Equal((5L, 5L), (again.DurableSize, again.CheckpointSize));
    }

    [Fact]
    public async Task Entries_that_a_token_could_not_sign_for_are_covered_after_a_restart()
    {
        var hsm = SoftHsm.Create();
        using var token = SigningKey.Load(hsm.Import(_log.Key), SoftHsm.Pin);
        await using (var writer = LedgerWriter.Open(_log.Options with { Key = token }, TimeProvider.System))
        {
            await TestLog.AppendAsync(writer, 0, 5);
            hsm.Remove();
        }

        Assert.Throws<KeyUnavailableException>(() => LedgerWriter.Open(_log.Options with { Key = token }, TimeProvider.System));
        hsm.Return();
        await LedgerWriter.Open(_log.Options with { Key = token }, TimeProvider.System).DisposeAsync();

        Assert.Equal(5, LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).Size);
    }

    [Fact]
    public async Task A_log_moves_from_a_file_to_a_token_by_a_rotation()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.AppendAsync(writer, 0, 3);
        }

        using var made = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var token = SigningKey.Load(SoftHsm.Create().Import(made), SoftHsm.Pin);
        var key = await LedgerKeyRotation.RunAsync(_log.Options, token, compromisedFrom: null, TimeProvider.System);
        await using (var writer = LedgerWriter.Open(_log.Options with { Key = token }, TimeProvider.System))
        {
            await TestLog.AppendAsync(writer, 4, 3);
        }

        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);
        Assert.Equal((true, key), (result.IsValid, result.KeyInForce));
    }

    private static async Task UntilHealthyAsync(LedgerWriter writer)
    {
        do
        {
            TestLog.Token.ThrowIfCancellationRequested();
            await writer.IntegrateAsync().ContinueWith(static _ => { }, TestLog.Token, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        while (!writer.IsHealthy);
    }

    [Fact]
    public void A_witness_whose_token_is_gone_signs_nothing_and_remembers_nothing()
    {
        using var made = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var hsm = SoftHsm.Create();
        using var cosigner = Cosigner.Load(hsm.Import(made), "vendor.example/witness", SoftHsm.Pin);
        var request = new AddCheckpointRequest(0, [], new Checkpoint(TestLog.Origin, 5, new GrowingTree("honest").Root(5)).Sign(_log.Key)).ToBytes();
        var options = new WitnessOptions { Directory = Path.Combine(_log.Directory, "memory"), Cosigner = cosigner, Logs = [NoteVerifier.Parse(_log.VerifierKey)] };
        using var witness = Witness.Open(options, TimeProvider.System);

        hsm.Remove();
        Assert.Equal(WitnessOutcome.Unavailable, witness.AddCheckpoint(request).Outcome);
        Assert.Equal(0, witness.Sizes()[0].Size);

        hsm.Return();
        Assert.Equal(WitnessOutcome.Cosigned, witness.AddCheckpoint(request).Outcome);
    }
}
