using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger;

/// <summary>A receipt: proof that an entry is in a log, which anyone can check offline (C2SP tlog-proof).</summary>
/// <param name="Index">Place of the entry.</param>
/// <param name="Hashes">Inclusion proof, from the leaf's sibling up.</param>
/// <param name="CheckpointText">The checkpoint as the log signed it.</param>
/// <param name="Extra">Data of the application that nobody signed.</param>
public sealed record TlogProof(EntryIndex Index, ImmutableArray<TreeHash> Hashes, string CheckpointText, byte[]? Extra)
{
    /// <summary>Largest receipt that is read, in characters.</summary>
    public const int MaxLength = 256 * 1024;

    private const string Header = "c2sp.org/tlog-proof@v1";
    private const int MaxHashes = 63;

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">Not a receipt; the message names the line.</exception>
    public static TlogProof Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new FormatException($"the receipt is longer than {MaxLength} characters");
        }

        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
        {
            throw new FormatException("the receipt has no checkpoint after an empty line");
        }

        var lines = text[..split].Split('\n');
        if (!string.Equals(lines[0], Header, StringComparison.Ordinal))
        {
            throw new FormatException($"line 1: the receipt should begin with `{Header}`");
        }

        var next = 1;
        byte[]? extra = null;
        if (next < lines.Length && lines[next].StartsWith("extra ", StringComparison.Ordinal))
        {
            extra = ParseExtra(lines[next++]);
        }

        var index = ParseIndex(next < lines.Length ? lines[next] : "");
        next++;
        if (lines.Length - next > MaxHashes)
        {
            throw new FormatException($"the receipt has more than {MaxHashes} hashes");
        }

        var hashes = ImmutableArray.CreateBuilder<TreeHash>();
        for (; next < lines.Length; next++)
        {
            hashes.Add(TreeHash.TryParse(lines[next], out var hash) ? hash : throw new FormatException($"line {next + 1}: not a hash in base64"));
        }

        return new TlogProof(index, hashes.ToImmutable(), text[(split + 2)..], extra);
    }

    /// <summary>Checks a receipt: the log signed a checkpoint, and under it stands exactly this entry.</summary>
    /// <remarks>Any key that the log ever had will do, if the receipt carries the entries by which the log handed over from it.</remarks>
    /// <param name="proofText">The receipt.</param>
    /// <param name="entry">The bytes of the entry.</param>
    /// <param name="vkey">The log's verifier key, known from elsewhere.</param>
    /// <param name="witnesses">Verifier keys of witnesses, each of which must have cosigned.</param>
    /// <exception cref="FormatException">A verifier key is malformed.</exception>
    public static TlogProofResult Verify(string proofText, ReadOnlySpan<byte> entry, string vkey, params IReadOnlyList<string> witnesses)
    {
        ArgumentNullException.ThrowIfNull(witnesses);
        return Verify(proofText, entry, new ReceiptTrust([NoteVerifier.Parse(vkey)], [.. witnesses.Select(NoteVerifier.Parse)], Policy: null));
    }

    /// <summary>Checks a receipt under a policy: a log that it names signed the checkpoint, and its quorum of witnesses cosigned it.</summary>
    /// <param name="proofText">The receipt.</param>
    /// <param name="entry">The bytes of the entry.</param>
    /// <param name="policy">The logs, the witnesses and the quorum that the reader trusts (C2SP tlog-policy), known from elsewhere.</param>
    public static TlogProofResult Verify(string proofText, ReadOnlySpan<byte> entry, TlogPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Verify(proofText, entry, new ReceiptTrust([.. policy.Logs.Select(static l => l.Key)], [], policy));
    }

    private static TlogProofResult Verify(string proofText, ReadOnlySpan<byte> entry, ReceiptTrust trust)
    {
        try
        {
            var proof = Parse(proofText);
            var (checkpoint, key) = trust.Open(SignedNote.Parse(Encoding.UTF8.GetBytes(proof.CheckpointText)), proof.Extra);
            return MerkleProof.VerifyInclusion(proof.Index.Value, checkpoint.Size, TreeHash.Leaf(entry), proof.Hashes, checkpoint.Root)
                ? new TlogProofResult(IsValid: true, proof.Index, checkpoint, Fault: null) { SignedBy = key.ToString() }
                : TlogProofResult.Invalid($"this is not entry {proof.Index} of the log: the hashes do not lead to the checkpoint's root");
        }
        catch (FormatException e)
        {
            return TlogProofResult.Invalid(e.Message);
        }
    }

    /// <summary>The text form.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is not null)
        {
            text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Hashes)
        {
            text.Append(hash).Append('\n');
        }

        return text.Append('\n').Append(CheckpointText).ToString();
    }

    private static byte[] ParseExtra(string line)
    {
        var bytes = new byte[line.Length];
        return Convert.TryFromBase64String(line["extra ".Length..], bytes, out var length)
            ? bytes[..length]
            : throw new FormatException("line 2: the extra data is not base64");
    }

    private static EntryIndex ParseIndex(string line)
    {
        const string prefix = "index ";
        return line.StartsWith(prefix, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && string.Equals(line, string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}"), StringComparison.Ordinal)
                ? new EntryIndex(index)
                : throw new FormatException("the receipt has no line `index N` where it belongs");
    }
}
