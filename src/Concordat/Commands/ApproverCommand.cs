using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>approver</c>: the hardware keys with which people decide cases.</summary>
internal sealed class ApproverCommand : Command
{
    public ApproverCommand(CommandServices services)
        : base("approver", "Invite people to enrol hardware keys, list the keys and retire them.")
    {
        Add(new ApproverInviteCommand(services));
        Add(new ApproverListCommand(services));
        Add(new ApproverRetireCommand(services));
    }
}
