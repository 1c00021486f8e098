using System.Globalization;
using Concordat.Ledger;
using Concordat.Ledger.Witnessing;

namespace Concordat.Client;

/// <summary>An entry of a ledger with the proof that it is in it: what each side keeps of a decision.</summary>
/// <remarks>
/// Fetched from the gateway, or read from files; checked offline, with nothing but the ledger's verifier key:
/// <code>
/// var receipt = await Receipt.FetchAsync(http, response);
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

    /// <summary>Fetches the receipt for the entry that a response of the gateway names in <c>Concordat-Entry</c>.</summary>
    /// <remarks>Waits for the checkpoint that covers the entry, which follows within a second.</remarks>
    /// <param name="http">The client that the request was sent with: it carries the gateway's address and the API key.</param>
    /// <param name="response">The gateway's response.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ReceiptException">There is no receipt to be had; the message says why.</exception>
    public static Task<Receipt> FetchAsync(HttpClient http, HttpResponseMessage response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Headers.TryGetValues("Concordat-Entry", out var values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
            ? FetchAsync(http, entry, cancellationToken)
            : throw new ReceiptException("the response names no entry (it has no `Concordat-Entry`)");
    }

    /// <summary>Fetches the receipt for an entry by its index.</summary>
    /// <inheritdoc cref="FetchAsync(HttpClient, HttpResponseMessage, CancellationToken)"/>
    public static Task<Receipt> FetchAsync(HttpClient http, long entry, CancellationToken cancellationToken = default) =>
        new ReceiptFetch(http, TimeProvider.System).RunAsync(entry, witnessed: false, cancellationToken);

    /// <summary>Fetches the receipt for an entry under a checkpoint that the ledger's witnesses cosigned, which may take some seconds.</summary>
    /// <inheritdoc cref="FetchAsync(HttpClient, HttpResponseMessage, CancellationToken)"/>
    public static Task<Receipt> FetchWitnessedAsync(HttpClient http, long entry, CancellationToken cancellationToken = default) =>
        new ReceiptFetch(http, TimeProvider.System).RunAsync(entry, witnessed: true, cancellationToken);

    /// <summary>Writes the receipt to its two files, as <see cref="Load"/> reads them.</summary>
    public void Save(string proofPath, string entryPath)
    {
        File.WriteAllText(proofPath, Proof);
        File.WriteAllBytes(entryPath, Entry);
    }

    /// <summary>Says whether the log that owns the key has recorded exactly this entry.</summary>
    /// <param name="vkey">The ledger's verifier key, known from elsewhere: never take it from the receipt's sender.</param>
    /// <param name="witnesses">Verifier keys of witnesses that must have cosigned.</param>
    /// <exception cref="FormatException">A verifier key is malformed.</exception>
    public TlogProofResult Verify(string vkey, params IReadOnlyList<string> witnesses) => TlogProof.Verify(Proof, Entry, vkey, witnesses);

    /// <summary>Says whether a log of the policy has recorded exactly this entry, under a checkpoint that the policy's witnesses cosigned.</summary>
    /// <remarks>
    /// The policy is the parties' own, agreed on beforehand: <c>receipt.Verify(TlogPolicy.Load("parties.policy"))</c>. The keys of logs in it
    /// may be older than the receipt: the receipt carries the entries by which the log handed over from one to the next.
    /// </remarks>
    /// <param name="policy">The logs, the witnesses and the quorum that are trusted (C2SP tlog-policy).</param>
    public TlogProofResult Verify(TlogPolicy policy) => TlogProof.Verify(Proof, Entry, policy);

    private static void RequireAtMost(string path, int bytes)
    {
        var length = new FileInfo(path).Length;
        if (length > bytes)
        {
            throw new FormatException($"{path}: the file has {length} bytes, more than the {bytes} that a receipt can have");
        }
    }
}
