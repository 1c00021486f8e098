using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>approver</c>: the people who decide cases, and their hardware keys.</summary>
internal sealed class ApproverCommand : Command
{
    public ApproverCommand(CommandServices services)
        : base("approver", "Appoint people, invite them to enrol hardware keys, list the keys and retire them.")
    {
        Add(new ApproverAppointCommand(services));
        Add(new ApproverInviteCommand(services));
        Add(new ApproverListCommand(services));
        Add(new ApproverRetireCommand(services));
    }
}
