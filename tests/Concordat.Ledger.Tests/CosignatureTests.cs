using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Signing;

namespace Concordat.Ledger.Tests;

public sealed class CosignatureTests : IDisposable
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_679_315_147);

    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void The_message_of_an_ed25519_cosignature_is_that_of_the_specification() => Assert.Equal(
        "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        Encoding.UTF8.GetString(CosignedMessage.ForEd25519(
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"u8, 1_679_315_147)));

    [Fact]
    public void The_key_of_a_witness_in_use_is_read_and_written_as_it_is()
    {
        const string vkey = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
        var verifier = NoteVerifier.Parse(vkey);

        Assert.True(verifier.IsCosigner);
        Assert.Equal(vkey, verifier.ToString());
        Assert.Equal(1_727_964_367, verifier.TimeOf(Convert.FromBase64String(
            "ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA==").AsSpan(4)));
    }

    [Fact]
    public void A_cosignature_counts_for_its_text_its_time_and_its_key_alone()
    {
        using var cosigner = Cosigner.Generate("witness.example/w1");
        using var other = Cosigner.Generate("witness.example/w1");
        var note = Head();
        var cosigned = Join(note, cosigner.Cosign(SignedNote.Parse(note), Time));

        Assert.True(Checkpoint.IsCosigned(cosigned, cosigner.Verifier));
        Assert.Equal(Time, SignedNote.Parse(cosigned).CosignedAt(cosigner.Verifier));
        Assert.False(Checkpoint.IsCosigned(cosigned, other.Verifier));
        Assert.False(Checkpoint.IsCosigned(note, cosigner.Verifier));

        var text = Encoding.UTF8.GetString(cosigned);
        Assert.False(Checkpoint.IsCosigned(Encoding.UTF8.GetBytes(text.Replace("\n0\n", "\n1\n", StringComparison.Ordinal)), cosigner.Verifier));

        // The time stands before the signature: changing it alone must not pass.
        var line = text.Split('\n')[^2].Split(' ');
        var signature = Convert.FromBase64String(line[^1]);
        signature[11] ^= 1;
        var shifted = text.Replace(line[^1], Convert.ToBase64String(signature), StringComparison.Ordinal);
        Assert.False(Checkpoint.IsCosigned(Encoding.UTF8.GetBytes(shifted), cosigner.Verifier));
    }

    [Fact]
    public void A_time_that_is_zero_or_beyond_the_format_is_no_cosignature()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var witness = NoteVerifier.ForCosigner("w.example", key.PublicKey);
        var note = Head();
        foreach (var time in (ulong[])[0, 1UL << 63, ulong.MaxValue])
        {
            var head = new byte[8];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(head, time);
            var message = Encoding.UTF8.GetBytes(FormattableString.Invariant($"cosignature/v1\ntime {time}\n") + SignedNote.Parse(note).Text);
            var forged = Join(note, SignedNote.Line(witness, [.. head, .. key.Sign(message)]));

            Assert.Null(SignedNote.Parse(forged).CosignedAt(witness));
        }
    }

    [Fact]
    public void A_logs_own_signature_is_no_cosignature_and_the_other_way_round()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var (log, witness) = (NoteVerifier.ForLog("a.example", key.PublicKey), NoteVerifier.ForCosigner("a.example", key.PublicKey));
        var note = Encoding.UTF8.GetBytes(SignedNote.Sign("a.example\n0\n" + TreeHash.Empty + "\n", "a.example", key));

        Assert.NotEqual(log.KeyId, witness.KeyId);
        Assert.True(SignedNote.Parse(note).IsSignedBy(log));
        Assert.False(SignedNote.Parse(note).IsSignedBy(witness));
    }

    [Fact]
    public void A_key_is_saved_for_its_owner_alone_and_read_back()
    {
        var path = Path.Combine(_log.Directory, "witness.pem");
        using (var made = Cosigner.Generate("w.example"))
        {
            made.Save(path);
            using var read = Cosigner.Load(path, "w.example");
            Assert.Equal(made.Verifier.ToString(), read.Verifier.ToString());
        }

        Assert.Equal("600", Convert.ToString((int)new FileInfo(path).UnixFileMode, 8));
        using var again = Cosigner.Generate("w.example");
        Assert.Throws<IOException>(() => again.Save(path));
    }

    [Fact]
    public void An_ml_dsa_key_is_read_everywhere_and_where_it_cannot_be_checked_that_is_said()
    {
        var (vkey, _) = Torchwood();
        var witness = NoteVerifier.Parse(vkey);

        Assert.Equal(vkey, witness.ToString());
        Assert.True(witness.IsCosigner);
        Assert.Equal(MLDsa.IsSupported, witness.IsSupported);
        if (!witness.IsSupported)
        {
            var note = Join(Head(), SignedNote.Line(witness, new byte[2428]));
            Assert.Contains("OpenSSL 3.5", Assert.Throws<FormatException>(() => Checkpoint.IsCosigned(note, witness)).Message, StringComparison.Ordinal);
            Assert.Throws<PlatformNotSupportedException>(() => Cosigner.Generate("w.example", CosignatureAlgorithm.MlDsa44));
        }
    }

    [Fact]
    public void The_ml_dsa_signature_of_another_implementation_verifies_and_not_over_anything_else()
    {
        Assert.SkipUnless(MLDsa.IsSupported, "ML-DSA needs OpenSSL 3.5 or newer");
        var (vkey, vector) = Torchwood();
        var witness = NoteVerifier.Parse(vkey);
        var signature = vector.GetProperty("signature").GetBytesFromBase64().AsSpan(4);
        var (origin, root) = (vector.GetProperty("origin").GetString()!, vector.GetProperty("root").GetBytesFromBase64());

        Assert.Equal(0, witness.TimeOf(signature));
        Assert.True(witness.VerifySubtree(origin, 8, 13, root, 0, signature[8..]));
        Assert.False(witness.VerifySubtree(origin, 8, 14, root, 0, signature[8..]));
        Assert.False(witness.VerifySubtree(origin, 8, 13, root, 1, signature[8..]));
        Assert.False(witness.VerifySubtree(origin + "2", 8, 13, root, 0, signature[8..]));
        root[0] ^= 1;
        Assert.False(witness.VerifySubtree(origin, 8, 13, root, 0, signature[8..]));
    }

    [Fact]
    public void An_ml_dsa_witness_cosigns_and_keeps_its_key()
    {
        Assert.SkipUnless(MLDsa.IsSupported, "ML-DSA needs OpenSSL 3.5 or newer");
        var path = Path.Combine(_log.Directory, "witness.pem");
        using var made = Cosigner.Generate("w.example", CosignatureAlgorithm.MlDsa44);
        made.Save(path);
        using var cosigner = Cosigner.Load(path, "w.example");
        var note = Head();
        var cosigned = Join(note, cosigner.Cosign(SignedNote.Parse(note), Time));

        Assert.Equal(made.Verifier.ToString(), cosigner.Verifier.ToString());
        Assert.Equal(Time, SignedNote.Parse(cosigned).CosignedAt(made.Verifier));
        Assert.Null(SignedNote.Parse(Join(Head(1), cosigner.Cosign(SignedNote.Parse(note), Time))).CosignedAt(made.Verifier));
    }

    private static (string Vkey, JsonElement Vector) Torchwood()
    {
        var vector = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "cosignature", "torchwood-ml-dsa-44.json"))).RootElement;
        return (vector.GetProperty("vkey").GetString()!, vector);
    }

    private static byte[] Join(byte[] note, string line) => [.. note, .. Encoding.UTF8.GetBytes(line)];

    private byte[] Head(long size = 0) => new Checkpoint(TestLog.Origin, size, TreeHash.Empty).Sign(_log.Key);
}
