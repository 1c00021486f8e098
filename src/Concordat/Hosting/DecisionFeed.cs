using Concordat.Agreements;
using Concordat.Console.Data;
using Concordat.Gateway.Recording;

namespace Concordat.Hosting;

/// <summary>Shows the console the gateway's latest decisions.</summary>
internal sealed class DecisionFeed(DecisionRing ring) : IDecisionFeed
{
    public VerdictCounts Counts => new(ring.Count(VerdictKind.Permit), ring.Count(VerdictKind.Hold), ring.Count(VerdictKind.Refuse));

    public IReadOnlyList<DecisionView> Latest(int most) => [.. ring.Newest(most).Select(ViewOf)];

    private static DecisionView ViewOf(DecisionNote note) => new(
        note.Entry,
        note.Time,
        note.UseCase,
        note.Phase,
        note.Verdict.Kind switch
        {
            VerdictKind.Permit => VerdictWord.Permit,
            VerdictKind.Hold => VerdictWord.Hold,
            _ => VerdictWord.Refuse,
        },
        note.Verdict is { Kind: VerdictKind.Hold or VerdictKind.Permit, Remedy: { } remedy } ? RemedyNames.Of(remedy) : null,
        [.. note.Verdict.Clauses.Select(c => new DecidingClauseView(c.Clause.Id.ToString(), c.Clause.Title, c.Because, c.WouldChange))],
        Case: note.Case);
}
