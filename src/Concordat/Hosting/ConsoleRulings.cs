using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Gateway;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Rulings;
using Concordat.Ledger;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Rulings;

namespace Concordat.Hosting;

/// <summary>Takes the console's reviewers to the gateway's rulings.</summary>
internal sealed class ConsoleRulings(ConcordatGateway gateway) : IRulings
{
    public ValueTask<IReadOnlyList<RulingReport>> ListAsync(CancellationToken cancellation) => gateway.ListRulingsAsync(cancellation);

    public async ValueTask<RulingDetail?> FindAsync(string id, CancellationToken cancellation) =>
        await gateway.FindRulingAsync(id, cancellation) is { } view
            ? new RulingDetail(
                view.Report, view.Document.Hash,
                view.Proof is { } proof ? [.. proof.RedLines.Select(static line => new RedLineView(line.Clause.Id.ToString(), line.Clause.Title, line.Holds))] : null,
                view.Precedents)
            { Turned = [.. view.Turned.Select(FlipWords.Of)] }
            : null;

    public async ValueTask<(string? Ruling, string? Fault)> TakeAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellation)
    {
        try
        {
            var (document, _, _) = await gateway.TakeRulingAsync(envelope, cancellation);
            return (document.Revocation?.Ruling ?? document.Id, null);
        }
        catch (RulingException fault)
        {
            return (null, fault.Message);
        }
        catch (LedgerUnavailableException)
        {
            return (null, "the ledger cannot record it now; try again when the ledger takes entries");
        }
    }

    public async ValueTask<(byte[]? Draft, string? Fault)> ProposeAsync(CaseId id, Person person, RulingProposal proposal, CancellationToken cancellation)
    {
        try
        {
            return (await gateway.ProposeRulingAsync(id, person.Id, new RulingWish(proposal.Id, proposal.Title, proposal.Reason, proposal.Days), cancellation), null);
        }
        catch (RulingException fault)
        {
            return (null, fault.Message);
        }
    }
}
