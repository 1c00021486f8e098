using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>case</c>: held actions that wait for people.</summary>
internal sealed class CaseCommand : Command
{
    public CaseCommand(CommandServices services)
        : base("case", "Look at the held actions that wait for people.")
    {
        Add(new CaseListCommand(services));
        Add(new CaseShowCommand(services));
    }
}
