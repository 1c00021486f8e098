using System.Text;
using Concordat.Ledger.Merkle;

namespace Concordat.Ledger.Tests;

public sealed class TlogProofTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Theory] // the cases of transparency-dev/formats, proof/tlog_proof_test.go
    [InlineData("wrong-header\nindex 0\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex notanumber\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex -5\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 05\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n\ncheckpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n")]
    [InlineData("")]
    public void A_malformed_receipt_is_refused(string text) => Assert.Throws<FormatException>(() => TlogProof.Parse(text));

    [Fact]
    public void The_number_of_hashes_and_the_length_are_bounded()
    {
        var hash = TreeHash.Empty + "\n";

        Assert.Throws<FormatException>(() => TlogProof.Parse("c2sp.org/tlog-proof@v1\nindex 0\n" + string.Concat(Enumerable.Repeat(hash, 64)) + "\nx\n"));
        Assert.Throws<FormatException>(() => TlogProof.Parse(new string('a', TlogProof.MaxLength + 1)));
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\ntest checkpoint\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra ZXh0cmE=\nindex 10\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\ncheckpoint data\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n")]
    public void A_receipt_survives_its_text_form(string text) => Assert.Equal(text, TlogProof.Parse(text).ToString());

    [Fact]
    public async Task Every_receipt_of_a_log_verifies_for_its_own_entry_only()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 700);
        }

        var reader = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey);
        for (var i = 0; i < 700; i += 23)
        {
            var index = new EntryIndex(i);
            var (receipt, entry) = (reader.Proof(index), reader.Entry(index));

            var result = TlogProof.Verify(receipt, entry, _log.VerifierKey);

            Assert.True(result.IsValid, result.Fault);
            Assert.Equal(index, result.Index);
            Assert.Equal(700, result.Checkpoint!.Size);
            Assert.False(TlogProof.Verify(receipt, reader.Entry(new EntryIndex((i + 1) % 700)), _log.VerifierKey).IsValid);
            Assert.False(TlogProof.Verify(receipt.Replace($"index {i}\n", $"index {i + 1}\n", StringComparison.Ordinal), entry, _log.VerifierKey).IsValid);
        }
    }

    [Fact]
    public async Task A_receipt_of_another_log_or_with_one_changed_character_fails()
    {
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 20);
        }

        var reader = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey);
        var (receipt, entry) = (reader.Proof(new EntryIndex(7)), reader.Entry(new EntryIndex(7)));
        using var other = new TestLog();

        Assert.Contains("no valid signature", TlogProof.Verify(receipt, entry, other.VerifierKey).Fault, StringComparison.Ordinal);
        for (var i = 0; i < receipt.Length; i++)
        {
            var changed = new StringBuilder(receipt) { [i] = receipt[i] == 'A' ? 'B' : 'A' }.ToString();
            Assert.False(TlogProof.Verify(changed, entry, _log.VerifierKey).IsValid, changed);
        }
    }
}
