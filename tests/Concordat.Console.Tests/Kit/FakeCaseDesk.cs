using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Console.Tests.Kit;

/// <summary>The desk as the console sees it, over a real case store; the gateway's own desk has its own tests.</summary>
internal sealed class FakeCaseDesk(ICaseStore cases) : ICaseDesk
{
    public Dictionary<CaseId, CanonicalAction> Actions { get; } = [];

    public List<(Precedent Precedent, IReadOnlyList<string> Rulings)> Precedents { get; } = [];

    public async ValueTask<DeskReply> ShowAsync(CaseId id, Person person, CancellationToken cancellation)
    {
        var file = await cases.GetFileAsync(id, cancellation);
        if (file is null || person.Approver is not { } approver || !Actions.TryGetValue(id, out var action))
        {
            return new DeskReply("case holds no action to sign");
        }

        if (!action.Terms.Quorum.HasSeatFor(approver.Party, approver.Role))
        {
            return new DeskReply($"`{person.Id}` has no say");
        }

        var since = await cases.NoteReadingAsync(id, person.Id, cancellation);
        return new DeskReply((string?)null) { File = file, Action = action, Earliest = since, Precedents = Precedents };
    }

    public async ValueTask<DeskReply> DecideAsync(CaseId id, Person person, ReadOnlyMemory<byte> statement, CancellationToken cancellation)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(statement.Span);
            if (!envelope.IsSignedBy(person.Key!))
            {
                return new DeskReply("it is signed by somebody else");
            }

            var said = DecisionStatement.Read(envelope.Payload);
            if (said.Act == DecisionAct.Assign)
            {
                return new DeskReply((await cases.AssignAsync(id, said.Assignee!, cancellation)).Error?.Message);
            }

            var decision = said.Act == DecisionAct.Grant ? CaseDecision.Grant : CaseDecision.Deny;
            var vote = new CaseVote(
                decision, said.Action, person.Approver!, person.Approver!.Key!.KeyId, said.Reason.Length == 0 ? null : said.Reason, statement, 7, Actions[id].Terms.Quorum, TimeSpan.Zero);
            return new DeskReply((await cases.DecideAsync(id, vote, cancellation)).Error?.Message);
        }
        catch (FormatException)
        {
            return new DeskReply("the statement cannot be read");
        }
    }
}
