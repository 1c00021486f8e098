using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>Two checkpoints that one log signed and that cannot both be true, for anyone to check with the log's verifier key alone.</summary>
/// <remarks>
/// Of one size with two roots, the two signatures are the proof. Of two sizes, the larger checkpoint is opened: <see cref="Prefix"/> is
/// the root of its first entries, as many as the smaller one has, and <see cref="Proof"/> is the consistency proof from there to the
/// larger root (RFC 6962, section 2.1.2). A prefix other than the smaller root is a past rewritten.
/// </remarks>
/// <param name="Format">Always <c>concordat-fork/1</c>.</param>
/// <param name="Log">Verifier key that the finder trusted; who checks the evidence uses the one that they know.</param>
/// <param name="Smaller">The checkpoint with fewer entries, or either, with the log's signature.</param>
/// <param name="Larger">The other.</param>
/// <param name="Prefix">Root over the first entries of the larger tree, base64; null where it was not established.</param>
/// <param name="Proof">Consistency proof from the prefix to the larger root, base64.</param>
public sealed record ForkEvidence(string Format, string Log, string Smaller, string Larger, string? Prefix, ImmutableArray<string> Proof)
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string Version = "concordat-fork/1";
    private const int MaxHashes = 63;

    /// <summary>Whether the log can still clear itself by a proof that nobody has asked it for.</summary>
    internal bool IsUnproven => Prefix is null && Checkpoint.TryRead(Text(Smaller))?.Size != Checkpoint.TryRead(Text(Larger))?.Size;

    /// <exception cref="FormatException">Not a file of evidence.</exception>
    public static ForkEvidence Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            throw new FormatException($"a file of evidence has at most {MaxBytes} bytes");
        }

        try
        {
            var evidence = JsonSerializer.Deserialize(json, WitnessingJson.Default.ForkEvidence);
            return evidence is not null && string.Equals(evidence.Format, Version, StringComparison.Ordinal)
                && !evidence.Proof.IsDefault && evidence.Proof.Length <= MaxHashes
                    ? evidence
                    : throw new FormatException($"this is not a file of evidence (its `format` should be `{Version}`)");
        }
        catch (JsonException e)
        {
            throw new FormatException($"this is not a file of evidence: {e.Message}", e);
        }
    }

    /// <summary>Says what the evidence shows, trusting nothing but the key.</summary>
    /// <param name="vkey">The log's verifier key, known from elsewhere.</param>
    /// <exception cref="FormatException">The verifier key is malformed.</exception>
    public ForkFinding Check(string vkey)
    {
        var key = NoteVerifier.Parse(vkey);
        try
        {
            var smaller = Checkpoint.Open(Encoding.UTF8.GetBytes(Smaller), key);
            var larger = Checkpoint.Open(Encoding.UTF8.GetBytes(Larger), key);
            if (smaller.Size == larger.Size)
            {
                return smaller.Root == larger.Root ? ForkFinding.Nothing : ForkFinding.TwoTrees;
            }

            // The empty tree begins every tree.
            if (smaller.Size > larger.Size || smaller.Size == 0)
            {
                return ForkFinding.Nothing;
            }

            if (Prefix is null)
            {
                return ForkFinding.Unproven;
            }

            return TreeHash.TryParse(Prefix, out var prefix)
                && MerkleProof.VerifyConsistency(smaller.Size, prefix, larger.Size, larger.Root, [.. Proof.Select(ParseHash)])
                && prefix != smaller.Root
                    ? ForkFinding.RewrittenPast
                    : ForkFinding.Nothing;
        }
        catch (FormatException)
        {
            return ForkFinding.Nothing;
        }
    }

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, WitnessingJson.Default.ForkEvidence), (byte)'\n'];

    /// <summary>Evidence from two signed checkpoints; null when they do not contradict each other as far as the proof shows.</summary>
    /// <param name="proof">The proof that was offered from the first to the second.</param>
    internal static ForkEvidence? Of(
        Checkpoint first, byte[] firstNote, Checkpoint second, byte[] secondNote, IReadOnlyList<TreeHash> proof, NoteVerifier log)
    {
        if (second.Size < first.Size)
        {
            (first, firstNote, second, secondNote) = (second, secondNote, first, firstNote);
            proof = [];
        }

        if (first.Size == 0 || (first.Size == second.Size && first.Root == second.Root))
        {
            return null;
        }

        if (first.Size == second.Size)
        {
            return Make(log, firstNote, secondNote, prefix: null, []);
        }

        // A proof that opens the larger root to another beginning convicts the log. A proof that leads nowhere may be the work of whoever
        // sent it: it is not kept, and only the log can clear the matter up.
        var prefix = MerkleProof.PrefixRoot(first.Size, second.Size, second.Root, proof);
        return proof.Count == 0 ? null : Make(log, firstNote, secondNote, prefix, prefix is null ? [] : proof);
    }

    /// <summary>Evidence from two signed checkpoints of different sizes and the larger one's own proof of its beginning.</summary>
    internal static ForkEvidence Make(NoteVerifier log, byte[] smaller, byte[] larger, TreeHash? prefix, IReadOnlyList<TreeHash> proof) => new(
        Version, log.ToString(), Encoding.UTF8.GetString(smaller), Encoding.UTF8.GetString(larger), prefix?.ToString(), [.. proof.Select(static h => h.ToString())]);

    private static byte[] Text(string note) => SignedNote.Parse(Encoding.UTF8.GetBytes(note)).TextBytes;

    private static TreeHash ParseHash(string base64) =>
        TreeHash.TryParse(base64, out var hash) ? hash : throw new FormatException("a hash of the proof is not base64");
}
