using Concordat.Ledger;
using Concordat.Ledger.Witnessing;
using Concordat.Signing;

namespace Concordat.Client.Tests;

public sealed class ReceiptTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-client-").FullName;
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_receipt_verifies_offline_in_three_lines_and_a_changed_entry_does_not()
    {
        var (proof, entry, vkey) = await RecordAsync();

        var receipt = Receipt.Load(proof, entry);
        var result = receipt.Verify(vkey);

        Assert.True(result.IsValid, result.Fault);
        Assert.Equal(2, result.Index!.Value.Value);
        Assert.Equal(5, result.Checkpoint!.Size);
        var forged = receipt with { Entry = """{"verdict":"permit"}"""u8.ToArray() };
        Assert.False(forged.Verify(vkey).IsValid);
        Assert.Contains("not entry 2", forged.Verify(vkey).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_from_before_a_change_of_key_and_one_from_after_it_verify_under_the_parties_policy()
    {
        var (before, entry, vkey) = await RecordAsync();
        using var next = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var options = new LedgerOptions { Directory = Path.Combine(_directory, "log"), Origin = "client.test/ledger", Key = _key, SegmentBytes = 128 * 1024 };
        await LedgerKeyRotation.RunAsync(options, next, compromisedFrom: null, TimeProvider.System);
        var after = Path.Combine(_directory, "after.tlog-proof");
        await File.WriteAllTextAsync(after, LedgerReader.Open(options.Directory, vkey).Proof(new EntryIndex(2)), TestContext.Current.CancellationToken);
        var policy = Path.Combine(_directory, "parties.policy");
        await File.WriteAllTextAsync(policy, $"log {vkey}\nquorum none\n", TestContext.Current.CancellationToken);

        foreach (var proof in (string[])[before, after])
        {
            var receipt = Receipt.Load(proof, entry);
            var result = receipt.Verify(TlogPolicy.Load(policy));
            Assert.True(result.IsValid, result.Fault);
        }
    }

    [Fact]
    public async Task A_receipt_signed_by_another_log_does_not_verify()
    {
        var (proof, entry, _) = await RecordAsync();
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var vkey = Ledger.Notes.NoteVerifier.ForLog("client.test/ledger", other.PublicKey).ToString();

        Assert.False(Receipt.Load(proof, entry).Verify(vkey).IsValid);
    }

    [Fact]
    public async Task A_witness_that_has_not_cosigned_is_missed()
    {
        var (proof, entry, vkey) = await RecordAsync();
        using var witness = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var witnessKey = Ledger.Notes.NoteVerifier.ForLog("witness.example", witness.PublicKey).ToString();

        var result = Receipt.Load(proof, entry).Verify(vkey, witnessKey);

        Assert.False(result.IsValid);
        Assert.Contains("not cosigned by `witness.example`", result.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_larger_than_any_receipt_is_not_read()
    {
        var path = Path.Combine(_directory, "large");
        await File.WriteAllBytesAsync(path, new byte[LedgerOptions.MaxEntryBytes + 1], TestContext.Current.CancellationToken);

        Assert.Throws<FormatException>(() => Receipt.Load(path, path));
    }

    private async Task<(string Proof, string Entry, string Key)> RecordAsync()
    {
        var directory = Path.Combine(_directory, "log");
        var options = new LedgerOptions { Directory = directory, Origin = "client.test/ledger", Key = _key, SegmentBytes = 128 * 1024 };
        string vkey;
        await using (var writer = LedgerWriter.Open(options, TimeProvider.System))
        {
            vkey = writer.VerifierKey;
            for (var i = 0; i < 5; i++)
            {
                await writer.AppendAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""), TestContext.Current.CancellationToken);
            }
        }

        var reader = LedgerReader.Open(directory, vkey);
        var (proof, entry) = (Path.Combine(_directory, "2.tlog-proof"), Path.Combine(_directory, "2.json"));
        await File.WriteAllTextAsync(proof, reader.Proof(new EntryIndex(2)), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(entry, reader.Entry(new EntryIndex(2)), TestContext.Current.CancellationToken);
        return (proof, entry, vkey);
    }
}
