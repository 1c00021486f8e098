using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Keys;

/// <summary>Checkpoints with signatures of several algorithms: each reader asks for those that it wants, and misses what was taken out.</summary>
public sealed class AlsoKeysTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly SigningKey _p384 = SigningKey.Generate(SignatureAlgorithm.EcdsaP384);
    private readonly SigningKey _p256 = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

    private LedgerOptions Options => _log.Options with { AlsoKeys = [_p384, _p256] };

    public void Dispose()
    {
        _p384.Dispose();
        _p256.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Every_checkpoint_has_a_line_of_each_key_the_logs_own_first()
    {
        await FillAsync();
        var lines = File.ReadAllText(_log.PathOf("checkpoint")).Split("\n\n")[1].TrimEnd('\n').Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.All(lines, static line => Assert.StartsWith($"— {TestLog.Origin} ", line, StringComparison.Ordinal));
        var note = File.ReadAllBytes(_log.PathOf("checkpoint"));
        Assert.Equal(10, Checkpoint.Open(note, NoteVerifier.Parse(_log.VerifierKey)).Size);
        Assert.Equal(10, Checkpoint.Open(note, NoteVerifier.Parse(Vkey(_p384))).Size);
        Assert.Equal(10, Checkpoint.Open(note, NoteVerifier.Parse(Vkey(_p256))).Size);
    }

    [Fact]
    public async Task Taking_a_signature_out_is_noticed_by_who_asks_for_it_and_by_nobody_else()
    {
        await FillAsync();
        Assert.True((await VerifyAsync(Vkey(_p384), Vkey(_p256))).IsValid);
        var proof = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).Proof(new EntryIndex(3));
        Assert.True(TlogProof.Verify(proof, TestLog.Entry(3), _log.VerifierKey, Vkey(_p384)).IsValid);

        Strip(line: 1);

        Assert.True((await VerifyAsync()).IsValid);
        Assert.True((await VerifyAsync(Vkey(_p256))).IsValid);
        Assert.Equal("ledger_witness", (await VerifyAsync(Vkey(_p384))).Fault?.Code);
        var stripped = LedgerReader.Open(_log.LogDirectory, _log.VerifierKey).Proof(new EntryIndex(3));
        Assert.True(TlogProof.Verify(stripped, TestLog.Entry(3), _log.VerifierKey).IsValid);
        Assert.False(TlogProof.Verify(stripped, TestLog.Entry(3), _log.VerifierKey, Vkey(_p384)).IsValid);
    }

    [Fact]
    public async Task A_wrong_signature_of_a_known_key_spoils_the_note_for_who_knows_the_key()
    {
        await FillAsync();
        var text = File.ReadAllText(_log.PathOf("checkpoint"));
        var at = text.LastIndexOf(' ') + 20;
        File.WriteAllText(_log.PathOf("checkpoint"), text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..]);

        Assert.True((await VerifyAsync(Vkey(_p384))).IsValid);
        Assert.False((await VerifyAsync(Vkey(_p256))).IsValid);
    }

    [Fact]
    public async Task A_change_of_key_keeps_the_other_signatures()
    {
        await FillAsync();
        using var next = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        await LedgerKeyRotation.RunAsync(Options, next, compromisedFrom: null, TimeProvider.System);
        Assert.True((await VerifyAsync(Vkey(_p384), Vkey(_p256))).IsValid);

        await using (var writer = LedgerWriter.Open(Options with { Key = next }, TimeProvider.System))
        {
            await TestLog.AppendAsync(writer, 11, 3);
        }

        Assert.True((await VerifyAsync(Vkey(_p384), Vkey(_p256))).IsValid);
    }

    [Fact]
    public async Task The_cosigned_checkpoint_keeps_them_too()
    {
        await FillAsync();
        using var witness = Cosigner.Generate("vendor.example/witness");
        var policy = TlogPolicy.Parse(Encoding.UTF8.GetBytes($"witness w {witness.Verifier}\nquorum w\n"));
        var note = await File.ReadAllBytesAsync(_log.PathOf("checkpoint"), TestLog.Token);
        var line = Encoding.UTF8.GetBytes(witness.Cosign(SignedNote.Parse(note), DateTimeOffset.UnixEpoch.AddYears(50)));

        CosignatureImport.Run(_log.LogDirectory, _log.VerifierKey, [Vkey(_p384), Vkey(_p256)], policy, new AddCheckpointRequest(0, [], note), line);

        var witnessed = SignedNote.Parse(await File.ReadAllBytesAsync(_log.PathOf("checkpoint.witnessed"), TestLog.Token));
        Assert.All((string[])[_log.VerifierKey, Vkey(_p384), Vkey(_p256), witness.Verifier.ToString()], vkey => Assert.True(witnessed.IsSignedBy(NoteVerifier.Parse(vkey))));
    }

    [Fact]
    public void Openssl_verifies_a_line_of_type_2_as_ecdsa_with_sha_256_whatever_the_curve()
    {
        var text = $"{TestLog.Origin}\n0\n{TreeHash.Empty}\n";
        var note = SignedNote.Sign(text, TestLog.Origin, _p384);
        File.WriteAllText(Path.Combine(_log.Directory, "text"), text);
        File.WriteAllText(Path.Combine(_log.Directory, "key"), _p384.PublicKey.ToPem());
        File.WriteAllBytes(Path.Combine(_log.Directory, "signature"), Convert.FromBase64String(note.TrimEnd('\n').Split(' ')[^1])[4..]);

        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["dgst", "-sha256", "-verify", "key", "-signature", "signature", "text"])
        {
            WorkingDirectory = _log.Directory,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        Assert.Equal("Verified OK", openssl.StandardOutput.ReadToEnd().Trim());
    }

    [Fact]
    public void A_checkpoint_that_the_public_log_Rekor_signed_verifies_with_its_published_key()
    {
        const string Note = "Rekor\n798034\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n\u2014 rekor.sigstore.dev wNI9ajBEAiARInWIWyCdyG27CO6LPnPekyw20qO0YJfoaPaowGp/XgIgc+qEHS3+GKVClgqq20uDLet7MCoTURUCRdxwWBHHufk=\n";
        const string Rekor = "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";

        var key = NoteVerifier.Parse(Rekor);

        Assert.Equal((Rekor, 0xc0d23d6au, false), (key.ToString(), key.KeyId, key.IsCosigner));
        Assert.True(SignedNote.Parse(Encoding.UTF8.GetBytes(Note)).IsSignedBy(key));
        Assert.False(SignedNote.Parse(Encoding.UTF8.GetBytes(Note.Replace("798034", "798035", StringComparison.Ordinal))).IsSignedBy(key));
        Assert.Throws<FormatException>(() => NoteVerifier.Parse(Rekor.Replace("c0d23d6a", "c0d23d6b", StringComparison.Ordinal)));
        Assert.Throws<FormatException>(() => NoteVerifier.Parse(Rekor.Replace("+AjBZ", "+AjBY", StringComparison.Ordinal)));
    }

    [Fact]
    public void Keys_that_notes_have_no_type_for_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LedgerWriter.Open(_log.Options with { AlsoKeys = [_log.Key] }, TimeProvider.System));
        Assert.Throws<ArgumentException>(() => LedgerWriter.Open(_log.Options with { AlsoKeys = [_p384, _p384, _p384, _p384, _p384] }, TimeProvider.System));
        Assert.Throws<ArgumentException>(() => LedgerWriter.Open(_log.Options with { Key = _p384 }, TimeProvider.System));
    }

    [Fact]
    public async Task A_log_signs_with_ml_dsa_44_too()
    {
        Assert.SkipUnless(MLDsa.IsSupported, "ML-DSA needs OpenSSL 3.5 or newer");
        using var key = SigningKey.Generate(SignatureAlgorithm.MlDsa44);
        await using (var writer = LedgerWriter.Open(_log.Options with { AlsoKeys = [_p384, key] }, TimeProvider.System))
        {
            await TestLog.AppendAsync(writer, 0, 10);
        }

        Assert.True((await VerifyAsync(Vkey(_p384), Vkey(key))).IsValid);
        Strip(line: 2);
        Assert.Equal("ledger_witness", (await VerifyAsync(Vkey(key))).Fault?.Code);
    }

    private static string Vkey(SigningKey key) => NoteVerifier.ForLog(TestLog.Origin, key.PublicKey).ToString();

    private async Task FillAsync()
    {
        await using var writer = LedgerWriter.Open(Options, TimeProvider.System);
        await TestLog.AppendAsync(writer, 0, 10);
        Assert.Equal([Vkey(_p384), Vkey(_p256)], writer.AlsoVerifierKeys);
    }

    private void Strip(int line)
    {
        var parts = File.ReadAllText(_log.PathOf("checkpoint")).Split("\n\n");
        File.WriteAllText(_log.PathOf("checkpoint"), parts[0] + "\n\n" + string.Join('\n', parts[1].Split('\n').Where((_, i) => i != line)));
    }

    private Task<Verification.LedgerVerificationResult> VerifyAsync(params string[] required) =>
        LedgerVerification.VerifyAsync(_log.LogDirectory, _log.VerifierKey, new() { Witnesses = required }, TestLog.Token);
}
