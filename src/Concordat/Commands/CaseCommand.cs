using System.CommandLine;
using Concordat.Oversight.Grants;

namespace Concordat.Commands;

/// <summary><c>case</c>: held actions that wait for people.</summary>
internal sealed class CaseCommand : Command
{
    public CaseCommand(CommandServices services)
        : base("case", "Look at the held actions that wait for people, and decide them.")
    {
        Add(new CaseListCommand(services));
        Add(new CaseShowCommand(services));
        Add(new CaseReadCommand(services));
        Add(new CaseSignCommand(services));
        Add(new CaseAssignCommand(services));
        Add(new CaseDecideCommand(services, "grant", DecisionAct.Grant, "Authorize exactly the held action, once, with your signature."));
        Add(new CaseDecideCommand(services, "rule", DecisionAct.Grant, "Rule that the held request or answer may pass, once, with your signature."));
        Add(new CaseDecideCommand(services, "deny", DecisionAct.Deny, "Deny the held action; one denial ends the case."));
        Add(new CaseDecideCommand(services, "withdraw", DecisionAct.Withdraw, "Take an open case back undecided."));
        Add(new CaseDecideCommand(services, "revoke", DecisionAct.Revoke, "Take back a grant that was not used yet."));
        Add(new CaseUnmaskCommand(services));
    }
}
