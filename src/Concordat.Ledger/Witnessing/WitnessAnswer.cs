namespace Concordat.Ledger.Witnessing;

/// <summary>A witness's answer to one request.</summary>
/// <param name="Outcome">What it did.</param>
/// <param name="Body">Signature lines when it cosigned, the size that it knows when the request was stale, else the reason in words.</param>
public sealed record WitnessAnswer(WitnessOutcome Outcome, string Body)
{
    /// <summary>Content type of the body; a stale request's is the specification's own.</summary>
    public string ContentType => Outcome == WitnessOutcome.Stale ? "text/x.tlog.size" : "text/plain; charset=utf-8";
}
