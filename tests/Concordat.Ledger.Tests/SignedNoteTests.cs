using System.Text;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Signing;

namespace Concordat.Ledger.Tests;

public sealed class SignedNoteTests
{
    private const string ExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private const string Example = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """;

    [Fact]
    public void The_example_of_the_specification_verifies()
    {
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(Example));

        Assert.Equal("This is an example message.\n", note.Text);
        Assert.True(note.IsSignedBy(NoteVerifier.Parse(ExampleKey)));
        Assert.Equal(ExampleKey, NoteVerifier.Parse(ExampleKey).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— a AAAAAAA=")]
    [InlineData("text\n\n— a b c\n")]
    [InlineData("text\n\n- a AAAAAAA=\n")]
    [InlineData("text\n\n— a+b AAAAAAA=\n")]
    [InlineData("text\n\n— a !!!!\n")]
    [InlineData("te\txt\n\n— a AAAAAAA=\n")]
    [InlineData("te\rxt\n\n— a AAAAAAA=\n")]
    public void A_malformed_note_is_refused(string text) =>
        Assert.Throws<FormatException>(() => SignedNote.Parse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("example.com/foo")]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/fox+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm")]
    public void A_verifier_key_that_does_not_fit_its_hash_is_refused(string vkey) => Assert.Throws<FormatException>(() => NoteVerifier.Parse(vkey));

    [Fact]
    public void A_wrong_signature_by_a_known_key_spoils_a_right_one_and_unknown_keys_are_passed_over()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var stranger = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var verifier = NoteVerifier.ForLog("log.example", key.PublicKey);
        var note = SignedNote.Sign("text\n", "log.example", key);
        var strange = SignedNote.Sign("text\n", "other.example", stranger)["text\n\n".Length..];
        var wrong = SignedNote.Sign("another\n", "log.example", key)["another\n\n".Length..];

        Assert.True(SignedNote.Parse(Encoding.UTF8.GetBytes(note + strange)).IsSignedBy(verifier));
        Assert.False(SignedNote.Parse(Encoding.UTF8.GetBytes(note + wrong)).IsSignedBy(verifier));
        Assert.False(SignedNote.Parse(Encoding.UTF8.GetBytes(SignedNote.Sign("text\n", "other.example", stranger))).IsSignedBy(verifier));
    }

    [Fact]
    public void A_cosignature_covers_its_timestamp()
    {
        using var log = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var witness = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var text = $"log.example\n0\n{TreeHash.Empty}\n";
        var vkey = WitnessKey("witness.example", witness);

        Assert.True(Checkpoint.IsCosigned(Cosign(text, log, witness, 1700000000, 1700000000), vkey));
        Assert.False(Checkpoint.IsCosigned(Cosign(text, log, witness, 1700000000, 1700000001), vkey));
        Assert.False(Checkpoint.IsCosigned(Encoding.UTF8.GetBytes(SignedNote.Sign(text, "log.example", log)), vkey));
    }

    [Theory]
    [InlineData("other.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log.example\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log.example\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log.example\n1\n47DEQpj8HBSa\n")]
    [InlineData("log.example\n1\n")]
    public void A_signed_checkpoint_of_the_wrong_form_is_refused(string text)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var note = Encoding.UTF8.GetBytes(SignedNote.Sign(text, "log.example", key));

        Assert.Throws<FormatException>(() => Checkpoint.Open(note, NoteVerifier.ForLog("log.example", key.PublicKey)));
    }

    internal static NoteVerifier WitnessKey(string name, SigningKey key)
    {
        byte[] typed = [4, .. key.PublicKey.RawEd25519.Span];
        var hash = System.Security.Cryptography.SHA256.HashData([.. Encoding.UTF8.GetBytes(name + "\n"), .. typed]);
        return NoteVerifier.Parse($"{name}+{Convert.ToHexStringLower(hash.AsSpan(0, 4))}+{Convert.ToBase64String(typed)}");
    }

    internal static byte[] Cosign(string text, SigningKey log, SigningKey witness, ulong signedTime, ulong statedTime)
    {
        var verifier = WitnessKey("witness.example", witness);
        var signature = witness.Sign(Encoding.UTF8.GetBytes($"cosignature/v1\ntime {signedTime}\n{text}"));
        var stated = new byte[12];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(stated, verifier.KeyId);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(stated.AsSpan(4), statedTime);
        return Encoding.UTF8.GetBytes(
            $"{SignedNote.Sign(text, "log.example", log)}— witness.example {Convert.ToBase64String([.. stated, .. signature])}\n");
    }
}
