using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Gateway;
using Concordat.Gateway.Desk;
using Concordat.Ledger;
using Concordat.Oversight.Cases;

namespace Concordat.Hosting;

/// <summary>Takes the console's people to the gateway's desk.</summary>
internal sealed class ConsoleDesk(ConcordatGateway gateway) : ICaseDesk
{
    public async ValueTask<DeskReply> ShowAsync(CaseId id, Person person, CancellationToken cancellation) =>
        ReplyOf(await gateway.ShowCaseAsync(id, person.Id, cancellation));

    public async ValueTask<DeskReply> DecideAsync(CaseId id, Person person, ReadOnlyMemory<byte> statement, CancellationToken cancellation)
    {
        try
        {
            return ReplyOf(await gateway.DecideCaseAsync(id, person.Id, statement, cancellation));
        }
        catch (LedgerUnavailableException)
        {
            return new DeskReply("the ledger cannot record it now; try again when the ledger takes entries");
        }
    }

    private static DeskReply ReplyOf(CaseAnswer answer) =>
        new(answer.Error) { File = answer.File, Action = answer.Action, Earliest = answer.Earliest, Entry = answer.Entry, Precedents = answer.Precedents };
}
