using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>cedar</c>: the policy language by itself, for those who write clauses.</summary>
internal sealed class CedarCommand : Command
{
    public CedarCommand(CommandServices services)
        : base("cedar", "Work with Cedar policies by themselves.")
    {
        Add(new CedarValidateCommand(services));
        Add(new CedarAuthorizeCommand(services));
        Add(new CedarFormatCommand(services));
        Add(new CedarTranslateCommand(services));
        Add(new CedarConformanceCommand(services));
    }
}
