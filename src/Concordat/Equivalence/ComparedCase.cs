namespace Concordat.Equivalence;

/// <summary>One case on two models.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Request">SHA-256 of the request without its model, canonical JSON, lower hex.</param>
/// <param name="From">What the model in use did.</param>
/// <param name="To">What the candidate did.</param>
/// <param name="Differences">In what they differ: <c>verdict</c>, <c>finish</c>, <c>calls</c> or <c>expected</c>; empty where they do not.</param>
internal sealed record ComparedCase(string Name, string Request, Observation From, Observation To, IReadOnlyList<string> Differences)
{
    /// <summary>In what a candidate differs. An answer that is as expected where the other is not counts for it.</summary>
    public static IReadOnlyList<string> Compare(Observation from, Observation to)
    {
        var found = new List<string>();
        Add("verdict", !from.Verdict.Equals(to.Verdict, StringComparison.Ordinal) || !from.Clauses.SequenceEqual(to.Clauses, StringComparer.Ordinal));
        Add("finish", !from.Finish.Equals(to.Finish, StringComparison.Ordinal));
        Add("calls", !from.Calls.SequenceEqual(to.Calls));
        Add("expected", to.AsExpected == false && from.AsExpected != false);
        return found;

        void Add(string what, bool differs)
        {
            if (differs)
            {
                found.Add(what);
            }
        }
    }
}
