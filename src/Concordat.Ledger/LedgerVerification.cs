using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Verification;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger;

/// <summary>Checks a whole log, from every entry to the signed root, as an outsider would.</summary>
public static class LedgerVerification
{
    /// <summary>Checks the log in a directory or behind an http(s) URL.</summary>
    /// <remarks>Reads every file once, in order; memory does not grow with the log.</remarks>
    /// <param name="location">Directory, or URL prefix.</param>
    /// <param name="vkey">The log's verifier key, known from elsewhere.</param>
    /// <param name="options">Witnesses, older checkpoints, the HTTP client.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Valid, or the first fault with its file, offset and entry.</returns>
    /// <exception cref="FormatException">A verifier key is malformed.</exception>
    public static async Task<LedgerVerificationResult> VerifyAsync(
        string location, string vkey, LedgerVerificationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        options ??= new LedgerVerificationOptions();
        var (source, log) = (SourceOf(location, options.Http), NoteVerifier.Parse(vkey));
        var check = new LogCheck(source, log, [.. options.Witnesses.Select(NoteVerifier.Parse)], options);
        try
        {
            await check.RunAsync(cancellationToken);
            return check.Result(fault: null);
        }
        catch (LedgerFaultException e)
        {
            return check.Result(e.Fault) with { Evidence = await EvidenceAsync(source, log, check.Note, e.Fault, options, cancellationToken) };
        }
    }

    private static async Task<ForkEvidence?> EvidenceAsync(
        ILogSource source, NoteVerifier log, byte[]? note, LedgerFault fault, LedgerVerificationOptions options, CancellationToken cancellationToken)
    {
        if (note is null || fault.Code is not ("ledger_fork" or "ledger_rollback"))
        {
            return null;
        }

        try
        {
            var older = options.OlderCheckpoints.FirstOrDefault(o => string.Equals(o.Name, fault.File, StringComparison.Ordinal)).Note
                ?? await source.ReadAsync(fault.File, SignedNote.MaxBytes, cancellationToken);
            return older is null ? null : await new ForkProver(source, log).RunAsync(note, older, cancellationToken);
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return null; // the fault stands without it
        }
    }

    private static ILogSource SourceOf(string location, HttpClient? http)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return new DirectoryLogSource(location);
        }

        return new HttpLogSource(http ?? throw new ArgumentException("a log behind a URL needs an HTTP client", nameof(http)), uri);
    }
}
