using System.Text;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger.Tests.Witnessing;

public sealed class TlogPolicyTests : IDisposable
{
    private const string TwoLevels =
        """
        log $log

        witness X1 $w1
        witness X2 $w2
        witness X3 $w3
        group X-witnesses 2 X1 X2 X3

        witness Y1 $w4
        witness Y2 $w5
        witness Y3 $w6
        group Y-witnesses any Y1 Y2 Y3

        group X-and-Y all X-witnesses Y-witnesses
        quorum X-and-Y

        """;

    private readonly TestLog _log = new();
    private readonly Cosigner[] _witnesses = [.. Enumerable.Range(1, 6).Select(static i => Cosigner.Generate($"witness.example/w{i}"))];

    public void Dispose()
    {
        _log.Dispose();
        Array.ForEach(_witnesses, static w => w.Dispose());
    }

    [Fact]
    public void The_example_of_the_specification_is_read()
    {
        var policy = Parse(TwoLevels);

        Assert.Equal(_log.VerifierKey, Assert.Single(policy.Logs).Key.ToString());
        Assert.Equal(["X1", "X2", "X3", "Y1", "Y2", "Y3"], policy.Witnesses.Select(static w => w.Name));
        Assert.Equal([("X-witnesses", 2), ("Y-witnesses", 1), ("X-and-Y", 2)], policy.Groups.Select(static g => (g.Name, g.Threshold)));
        Assert.Equal("X-and-Y", policy.Quorum);
    }

    [Theory]
    [InlineData("X1,X2,Y3", true)]
    [InlineData("X1,X2,X3,Y1,Y2,Y3", true)]
    [InlineData("X1,Y1,Y2,Y3", false)]
    [InlineData("X1,X2,X3", false)]
    [InlineData("X-witnesses,Y-witnesses,X-and-Y", false)]
    [InlineData("", false)]
    public void A_quorum_of_two_levels_needs_enough_of_both(string cosigned, bool satisfied) =>
        Assert.Equal(satisfied, Parse(TwoLevels).IsSatisfiedBy(cosigned.Split(',').ToHashSet(StringComparer.Ordinal)));

    [Fact]
    public void Only_valid_cosignatures_of_the_policys_keys_count()
    {
        var policy = Parse("witness vendor $w1\nwitness department $w2\ngroup both all vendor department\nquorum both\n");
        var note = new Checkpoint(TestLog.Origin, 0, TreeHash.Empty).Sign(_log.Key);
        var other = new Checkpoint(TestLog.Origin, 1, TreeHash.Empty).Sign(_log.Key);
        string Line(int i, byte[] of) => _witnesses[i].Cosign(SignedNote.Parse(of), TimeProvider.System.GetUtcNow());
        PolicyResult Check(params string[] lines) => policy.Check([.. note, .. Encoding.UTF8.GetBytes(string.Concat(lines))]);

        Assert.True(Check(Line(0, note), Line(1, note)).IsSatisfied);
        Assert.True(Check(Line(5, note), Line(1, note), Line(0, note)).IsSatisfied);
        Assert.Equal(["department"], Check(Line(0, note)).Missing);
        Assert.False(Check(Line(0, note), Line(0, note)).IsSatisfied);
        Assert.False(Check(Line(0, note), Line(1, other)).IsSatisfied);
        Assert.False(Check(Line(0, note), Line(2, note)).IsSatisfied);
    }

    [Fact]
    public void Spaces_tabs_comments_and_a_last_line_without_end_are_taken_as_the_specification_says()
    {
        var policy = Parse("\n# comment\n\t # another comment\n\twitness \t w1  $w1   https://w1.example.com/  \n\n  quorum\tw1");

        Assert.Equal(new Uri("https://w1.example.com/"), Assert.Single(policy.Witnesses).Url);
        Assert.Equal("w1", policy.Quorum);
    }

    [Fact]
    public void Without_witnesses_nothing_needs_to_cosign() => Assert.True(Parse("quorum none\n").IsSatisfiedBy(new HashSet<string>()));

    [Fact]
    public void Words_of_the_format_are_names_like_others() =>
        Assert.Equal("group", Parse("witness all $w1\nwitness any $w2\ngroup group 2 all any\nquorum group\n").Quorum);

    [Fact]
    public void Names_are_octets_and_those_that_look_alike_stay_apart()
    {
        byte[] Policy(params byte[][] parts) => [.. parts.SelectMany(static p => p)];
        var (w1, w2) = (Bytes($" {_witnesses[0].Verifier}\n"), Bytes($" {_witnesses[1].Verifier}\n"));
        var policy = TlogPolicy.Parse(Policy("witness "u8.ToArray(), [0xe9], w1, "witness "u8.ToArray(), [0xc3, 0xa9], w2, "quorum "u8.ToArray(), [0xe9], "\n"u8.ToArray()));

        Assert.Equal(2, policy.Witnesses.Select(static w => w.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(policy.Witnesses[0].Name, policy.Quorum);
        Assert.False(policy.IsSatisfiedBy(new HashSet<string>([policy.Witnesses[1].Name])));
    }

    [Theory]
    [InlineData("quorum none\n\u0001", "line 2: the control character 0x01")]
    [InlineData("quorum none\r\n", "line 1: the control character 0x0d")]
    [InlineData("quorum none\n\u007f", "line 2: the control character 0x7f")]
    [InlineData("quibble w1\nquorum none\n", "line 1: unknown word `quibble`")]
    [InlineData("witness w1 $w1 https://w1.example.com/ # comment\nquorum w1\n", "line 1: a witness is")]
    [InlineData("log\nquorum none\n", "line 1: a log is")]
    [InlineData("log garbage\nquorum none\n", "line 1: `garbage` is not a verifier key")]
    [InlineData("log $unknown\nquorum none\n", "key type 0x63")]
    [InlineData("log $log\nlog $log https://log.example.com/\nquorum none\n", "line 2: the key of the log `test.example/ledger` is there twice")]
    [InlineData("log $w1\nquorum none\n", "line 1: the key of the log `witness.example/w1` is a witness's")]
    [InlineData("witness w1\nquorum none\n", "line 1: a witness is")]
    [InlineData("witness w1 $ecdsa\nquorum w1\n", "a key of type 0x02")]
    [InlineData("witness w1 $log\nquorum w1\n", "line 1: the key of the witness `w1` has type 0x01")]
    [InlineData("witness none $w1\nquorum none\n", "line 1: the name `none` is reserved")]
    [InlineData("witness w1 $w1\nwitness w1 $w2\nquorum w1\n", "line 2: the name `w1` is defined twice")]
    [InlineData("witness w1 $w1\ngroup w1 any w1\nquorum w1\n", "line 2: the name `w1` is defined twice")]
    [InlineData("witness w1 $w1\ngroup g1 1\nquorum w1\n", "line 2: a group is")]
    [InlineData("witness w1 $w1\ngroup none any w1\nquorum none\n", "line 2: the name `none` is reserved")]
    [InlineData("witness w1 $w1\ngroup g1 0 w1\nquorum g1\n", "line 2: the threshold 0 of the group `g1` is not from 1 to 1")]
    [InlineData("witness w1 $w1\ngroup g1 -1 w1\nquorum g1\n", "line 2: `-1` is no threshold")]
    [InlineData("witness w1 $w1\ngroup g1 2 w1\nquorum g1\n", "line 2: the threshold 2 of the group `g1` is not from 1 to 1")]
    [InlineData("witness w1 $w1\ngroup g1 any w2\nquorum g1\n", "line 2: `w2` is not a witness or group that an earlier line defines")]
    [InlineData("group g1 any w1\nwitness w1 $w1\nquorum g1\n", "line 1: `w1` is not a witness or group that an earlier line defines")]
    [InlineData("witness w1 $w1\ngroup g1 any none w1\nquorum g1\n", "line 2: `none` is not a witness or group")]
    [InlineData("witness w1 $w1\ngroup g1 all w1 w1\nquorum g1\n", "line 2: `w1` is a member more than once")]
    [InlineData("witness w1 $w1\nwitness w2 $w2\ngroup g1 any w1 w2\ngroup g2 any w1\nquorum g1\n", "line 4: `w1` is a member more than once")]
    [InlineData("witness w1 $w1\ngroup g1 any g1\nquorum g1\n", "line 2: `g1` is not a witness or group")]
    [InlineData("witness w1 $w1\n", "no `quorum` line")]
    [InlineData("witness w1 $w1\nquorum w1\nquorum w1\n", "line 3: a second `quorum` line")]
    [InlineData("quorum unknown\n", "line 1: the quorum `unknown` is not a witness or group")]
    [InlineData("quorum w1\nwitness w1 $w1\n", "line 1: the quorum `w1` is not a witness or group")]
    [InlineData("quorum\n", "line 1: the quorum is")]
    [InlineData("witness w1 $w1\nwitness w2 $impostor\nquorum w1\n", "line 2: the witnesses `w1` and `w2` have the same key")]
    [InlineData("witness w1 $w1 nowhere\nquorum w1\n", "line 1: `nowhere` is not a URL")]
    public void A_wrong_policy_is_refused_with_its_line_and_the_reason(string policy, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Parse(policy)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_policy_of_endless_length_is_refused() =>
        Assert.Throws<FormatException>(() => TlogPolicy.Parse(Bytes("quorum none\n" + new string('\n', TlogPolicyReader.MaxBytes))));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A vkey with any type, its hash right.</summary>
    private static string Vkey(string name, byte[] key)
    {
        var id = System.Security.Cryptography.SHA256.HashData([.. Bytes(name + "\n"), .. key]).AsSpan(0, 4);
        return $"{name}+{Convert.ToHexStringLower(id)}+{Convert.ToBase64String(key)}";
    }

    private TlogPolicy Parse(string text)
    {
        for (var i = 0; i < _witnesses.Length; i++)
        {
            text = text.Replace($"$w{i + 1}", _witnesses[i].Verifier.ToString(), StringComparison.Ordinal);
        }

        text = text.Replace("$log", _log.VerifierKey, StringComparison.Ordinal)
            .Replace("$unknown", Vkey("unknown.example", [0x63, .. new byte[32]]), StringComparison.Ordinal)
            .Replace("$ecdsa", Vkey("ecdsa.example", [0x02, 1, 2, 3]), StringComparison.Ordinal)
            .Replace("$impostor", Vkey("impostor.example", [0x04, .. _witnesses[0].Verifier.RawKey]), StringComparison.Ordinal);
        return TlogPolicy.Parse(Bytes(text));
    }
}
