using System.Net;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Tests;

public sealed class LedgerVerificationTests : IDisposable
{
    private const string TesseraKey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    private readonly TestLog _log = new();

    private static string TesseraLog => Path.Combine(AppContext.BaseDirectory, "vectors", "tessera", "log");

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_log_of_another_implementation_verifies_with_all_its_older_checkpoints()
    {
        var result = await LedgerVerification.VerifyAsync(TesseraLog, TesseraKey, cancellationToken: TestLog.Token);

        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.Equal(15, result.EntriesChecked);
        Assert.Equal(16, result.OlderCheckpoints);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(700)]
    [InlineData(66_000)]
    public async Task Our_log_verifies_at_any_size(int size)
    {
        await FillAsync(size);

        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token);

        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.Equal(size, result.EntriesChecked);
        Assert.Equal(size, result.Checkpoint!.Size);
    }

    [Theory]
    [InlineData("tile/entries/001", 700, "ledger_entry", null)]
    [InlineData("tile/entries/001", 717, "ledger_entry", null)]
    [InlineData("tile/entries/002.p/188", 70, "ledger_entry", null)]
    [InlineData("tile/0/001", 320, "ledger_tile", 320)]
    [InlineData("tile/0/002.p/188", 64, "ledger_tile", 64)]
    [InlineData("tile/1/000.p/2", 33, "ledger_tile", 32)]
    [InlineData("checkpoint", 3, "ledger_checkpoint", null)]
    [InlineData("checkpoint", 25, "ledger_checkpoint", null)]
    public async Task A_flipped_bit_is_found_in_the_file_where_it_is(string file, int offset, string code, int? foundAt)
    {
        await FillAsync(700);
        Flip(file, offset);

        var fault = (await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).Fault;

        Assert.NotNull(fault);
        Assert.Equal(code, fault.Code);
        Assert.Equal(file, fault.File);
        if (foundAt is { } at && code is "ledger_tile")
        {
            Assert.Equal(at, fault.Offset);
        }
        else if (code is "ledger_entry")
        {
            Assert.InRange(fault.Offset!.Value, offset - 40, offset);
        }
    }

    [Fact]
    public async Task Every_single_byte_of_the_log_is_guarded()
    {
        await FillAsync(300);
        var files = Directory.EnumerateFiles(_log.PathOf("tile"), "*", SearchOption.AllDirectories).Append(_log.PathOf("checkpoint"));
        foreach (var file in files)
        {
            var relative = Path.GetRelativePath(_log.LogDirectory, file);
            var length = (int)new FileInfo(file).Length;
            for (var offset = 0; offset < length; offset += 1 + (length / 40))
            {
                Flip(relative, offset);
                Assert.False((await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).IsValid, $"{relative} {offset}");
                Flip(relative, offset);
            }
        }

        Assert.True((await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).IsValid);
    }

    [Theory]
    [InlineData("tile/entries/001", "ledger_bundle")]
    [InlineData("tile/0/001", "ledger_tile")]
    public async Task A_cut_file_and_a_missing_one_are_named(string file, string code)
    {
        await FillAsync(700);
        var bytes = await File.ReadAllBytesAsync(_log.PathOf(file), TestLog.Token);

        await File.WriteAllBytesAsync(_log.PathOf(file), bytes[..^5], TestLog.Token);
        var cut = (await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).Fault!;
        await File.WriteAllBytesAsync(_log.PathOf(file), [.. bytes, 0], TestLog.Token);
        var grown = (await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).Fault!;
        File.Delete(_log.PathOf(file));
        var missing = (await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).Fault!;

        Assert.Equal((code, file), (cut.Code, cut.File));
        Assert.Equal((code, file), (grown.Code, grown.File));
        Assert.Equal(("ledger_missing", file), (missing.Code, missing.File));
    }

    [Fact]
    public async Task A_log_rewritten_by_its_own_operator_contradicts_a_checkpoint_that_someone_kept()
    {
        await FillAsync(300);
        var kept = await File.ReadAllBytesAsync(_log.PathOf("checkpoint"), TestLog.Token);
        Directory.Delete(_log.LogDirectory, recursive: true);
        await using (var writer = _log.Open())
        {
            await writer.AppendAsync("rewritten"u8.ToArray(), TestLog.Token);
            await TestLog.FillAsync(writer, 400);
        }

        var options = new LedgerVerificationOptions { OlderCheckpoints = [("kept", kept)] };
        var forked = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, options, TestLog.Token);

        Assert.Equal(("ledger_fork", "kept"), (forked.Fault!.Code, forked.Fault.File));
        Assert.True((await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, cancellationToken: TestLog.Token)).IsValid);
    }

    [Fact]
    public async Task A_log_that_became_smaller_is_a_rollback()
    {
        await FillAsync(300);
        var kept = await File.ReadAllBytesAsync(_log.PathOf("checkpoint"), TestLog.Token);
        Directory.Delete(_log.LogDirectory, recursive: true);
        await FillAsync(10);

        var result = await LedgerVerification.VerifyAsync(
            _log.LogDirectory, _log.VerifierKey, new LedgerVerificationOptions { OlderCheckpoints = [("kept", kept)] }, TestLog.Token);

        Assert.Equal("ledger_rollback", result.Fault!.Code);
    }

    [Fact]
    public async Task A_missing_cosignature_of_a_named_witness_is_a_fault()
    {
        await FillAsync(1);
        using var witness = Signing.SigningKey.Generate(Signing.SignatureAlgorithm.Ed25519);
        var options = new LedgerVerificationOptions { Witnesses = [SignedNoteTests.WitnessKey("witness.example", witness).ToString()] };

        var result = await LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, options, TestLog.Token);

        Assert.Equal("ledger_witness", result.Fault!.Code);
    }

    [Fact]
    public async Task A_log_behind_a_web_server_verifies_the_same_way()
    {
        await FillAsync(700);
        using var http = new HttpClient(new FileHandler(_log.LogDirectory));
        var options = new LedgerVerificationOptions { Http = http };

        var whole = await LedgerVerification.VerifyAsync("https://log.example/ledger/", _log.VerifierKey, options, TestLog.Token);
        Flip("tile/entries/000", 100);
        var broken = await LedgerVerification.VerifyAsync("https://log.example/ledger", _log.VerifierKey, options, TestLog.Token);

        Assert.True(whole.IsValid, whole.Fault?.ToString());
        Assert.Equal(("ledger_entry", "tile/entries/000"), (broken.Fault!.Code, broken.Fault.File));
    }

    private async Task FillAsync(int size)
    {
        await using var writer = _log.Open();
        await TestLog.FillAsync(writer, size);
    }

    private void Flip(string file, int offset)
    {
        var bytes = File.ReadAllBytes(_log.PathOf(file));
        bytes[offset] ^= 1;
        File.WriteAllBytes(_log.PathOf(file), bytes);
    }

    private sealed class FileHandler(string directory) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = Path.Combine(directory, request.RequestUri!.AbsolutePath.Replace("/ledger/", "", StringComparison.Ordinal));
            return Task.FromResult(File.Exists(path)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(File.ReadAllBytes(path)) }
                : new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }
}
