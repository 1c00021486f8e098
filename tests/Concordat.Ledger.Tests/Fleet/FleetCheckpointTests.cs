using System.Security.Cryptography;
using System.Text;
using Concordat.Ledger.Fleet;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Signing;

namespace Concordat.Ledger.Tests.Fleet;

public sealed class FleetCheckpointTests
{
    private const string Root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private const string Good =
        $"""
        concordat-fleet/1
        number 2
        time 2026-11-22T10:00:00.000000Z
        previous {Root}
        log a.example/ledger 5 {Root}
        log b.example/ledger 0 {Root}
        behind a.example/ledger 4 {Root}

        """;

    [Fact]
    public void The_published_example_opens_with_its_key_and_is_written_the_same()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "vectors", "fleet");
        var note = File.ReadAllBytes(Path.Combine(folder, FleetCheckpoint.FileName));
        var key = NoteVerifier.Parse(File.ReadAllText(Path.Combine(folder, "key.vkey")).Trim());

        var fleet = FleetCheckpoint.Open(note, [key]);

        Assert.Equal(2, fleet.Number);
        Assert.Equal(["a.example/ledger", "b.example/ledger"], fleet.Heads.Select(static h => h.Origin));
        Assert.Equal(3, Assert.Single(fleet.Behind).Size);
        Assert.Equal(fleet.Text, SignedNote.Parse(note).Text);
    }

    [Theory]
    [InlineData("number 2", "number 02")]
    [InlineData("number 2", "number 0")]
    [InlineData("number 2", "number 1")]
    [InlineData("number 2", "number -2")]
    [InlineData("concordat-fleet/1", "concordat-fleet/2")]
    [InlineData("time 2026-11-22T10:00:00.000000Z", "time 2026-11-22T10:00:00Z")]
    [InlineData("previous " + Root + "\n", "")]
    [InlineData("log a.example/ledger 5", "log a.example/ledger 05")]
    [InlineData("log a.example/ledger 5", "log c.example/ledger 5")]
    [InlineData("log a.example/ledger 5", "log b.example/ledger 5")]
    [InlineData("log a.example/ledger 5", "log  a.example/ledger 5")]
    [InlineData("log b.example/ledger 0", "note b.example/ledger 0")]
    [InlineData("behind", "log")]
    [InlineData("number 2", "number 2\nnumber 2")]
    public void A_text_that_is_written_in_any_other_way_is_no_fleet_checkpoint(string before, string after)
    {
        Assert.NotNull(FleetCheckpoint.TryRead(Good));
        Assert.Null(FleetCheckpoint.TryRead(Good.Replace(before, after, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_note_is_read_only_when_a_known_node_signed_it()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var note = FleetCheckpoint.TryRead(Good)!.Sign("a.example/ledger", key);
        NoteVerifier[] known = [NoteVerifier.ForLog("b.example/ledger", other.PublicKey), NoteVerifier.ForLog("a.example/ledger", key.PublicKey)];

        Assert.Equal(2, FleetCheckpoint.Open(note, known).Number);
        Assert.Throws<FormatException>(() => FleetCheckpoint.Open(note, known[..1]));
        Assert.Throws<FormatException>(() => FleetCheckpoint.Open(note, [NoteVerifier.ForLog("a.example/ledger", other.PublicKey)]));
        note[60] ^= 1;
        Assert.Throws<FormatException>(() => FleetCheckpoint.Open(note, known));
    }

    [Fact]
    public void A_checkpoint_of_a_log_is_no_fleet_checkpoint_and_the_other_way_round()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var node = NoteVerifier.ForLog("a.example/ledger", key.PublicKey);

        Assert.Throws<FormatException>(() => FleetCheckpoint.Open(new Checkpoint("a.example/ledger", 0, TreeHash.Empty).Sign(key), [node]));
        Assert.Throws<FormatException>(() => Checkpoint.Open(FleetCheckpoint.TryRead(Good)!.Sign("a.example/ledger", key), node));
    }

    [Fact]
    public void A_head_only_goes_on_and_what_does_not_is_named()
    {
        var first = FleetCheckpoint.None.Next(At(1), [Head("b", 7), Head("a", 3)]);
        Assert.Equal([Head("a", 3), Head("b", 7)], first.Heads);
        Assert.Null(first.Previous);

        var second = first.Next(At(2), [Head("a", 2), Head("b", 7, 1), Head("c", 1)]);
        Assert.Equal([Head("a", 3), Head("b", 7), Head("c", 1)], second.Heads);
        Assert.Equal([Head("a", 2), Head("b", 7, 1)], second.Behind);
        Assert.Equal(new TreeHash(SHA256.HashData(Encoding.UTF8.GetBytes(first.Text))), second.Previous);

        // A log that is no longer there keeps its head; one that is right again is no longer named.
        var third = second.Next(At(3), [Head("a", 4)]);
        Assert.Equal([Head("a", 4), Head("b", 7), Head("c", 1)], third.Heads);
        Assert.Empty(third.Behind);
        Assert.Equal(third.Text, FleetCheckpoint.TryRead(third.Text)!.Text);
    }

    [Fact]
    public void A_fleet_of_more_logs_than_a_note_holds_is_refused()
    {
        var heads = Enumerable.Range(0, FleetCheckpoint.MaxLogs + 1).Select(static i => Head($"log{i}.example", 1)).ToArray();

        Assert.True(FleetCheckpoint.None.Next(At(1), heads[1..]).Sign("x", SigningKey.Generate(SignatureAlgorithm.Ed25519)).Length < SignedNote.MaxBytes);
        Assert.Throws<InvalidDataException>(() => FleetCheckpoint.None.Next(At(1), heads));
    }

    private static Checkpoint Head(string origin, long size, byte root = 0) => new(origin, size, new TreeHash([root, .. new byte[31]]));

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);
}
