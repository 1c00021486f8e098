namespace Concordat.Equivalence;

/// <summary>What a model did with one case. Holds no text: hashes, names and verdicts.</summary>
/// <param name="Deployment">The deployment that it was decided for.</param>
/// <param name="Verdict"><c>permit</c>, <c>hold</c> or <c>refuse</c>: on the request, or on the answer where the request was permitted.</param>
/// <param name="Clauses">The clauses that decided; empty for a permit.</param>
/// <param name="Finish">Why the model ended, in words that both dialects share; empty where there is no answer.</param>
/// <param name="Calls">The tool calls, in order.</param>
/// <param name="Answer">SHA-256 of the text of the answer, lower hex; empty where there is none.</param>
/// <param name="AsExpected">Whether the answer is as it must be; null where nothing is expected.</param>
/// <param name="Entry">Index of the entry in the ledger, -1 where there is none.</param>
internal sealed record Observation(
    string Deployment, string Verdict, IReadOnlyList<string> Clauses, string Finish, IReadOnlyList<ObservedCall> Calls, string Answer, bool? AsExpected, long Entry);
