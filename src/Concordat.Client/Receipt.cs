using Concordat.Ledger;

namespace Concordat.Client;

/// <summary>An entry of a ledger with the proof that it is in it: what each side keeps of a decision.</summary>
/// <remarks>
/// Checked offline, with nothing but the ledger's verifier key:
/// <code>
/// var receipt = Receipt.Load("decision.tlog-proof", "decision.json");
/// var result = receipt.Verify("demo.example/ledger+33d7b496+AeHT…");
/// Console.WriteLine(result.IsValid ? $"entry {result.Index} of {result.Checkpoint!.Size}" : result.Fault);
/// </code>
/// </remarks>
/// <param name="Proof">The text of the proof (C2SP tlog-proof).</param>
/// <param name="Entry">The bytes of the entry, exactly as recorded.</param>
public sealed record Receipt(string Proof, byte[] Entry)
{
    /// <summary>Reads a receipt from its two files.</summary>
    /// <exception cref="FormatException">A file is larger than a receipt can be.</exception>
    public static Receipt Load(string proofPath, string entryPath)
    {
        RequireAtMost(proofPath, TlogProof.MaxLength);
        RequireAtMost(entryPath, LedgerOptions.MaxEntryBytes);
        return new Receipt(File.ReadAllText(proofPath), File.ReadAllBytes(entryPath));
    }

    /// <summary>Says whether the log that owns the key has recorded exactly this entry.</summary>
    /// <param name="vkey">The ledger's verifier key, known from elsewhere: never take it from the receipt's sender.</param>
    /// <param name="witnesses">Verifier keys of witnesses that must have cosigned.</param>
    /// <exception cref="FormatException">A verifier key is malformed.</exception>
    public TlogProofResult Verify(string vkey, params IReadOnlyList<string> witnesses) => TlogProof.Verify(Proof, Entry, vkey, witnesses);

    private static void RequireAtMost(string path, int bytes)
    {
        var length = new FileInfo(path).Length;
        if (length > bytes)
        {
            throw new FormatException($"{path}: the file has {length} bytes, more than the {bytes} that a receipt can have");
        }
    }
}
