using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>cedar translate</c>: policies and schemas between their Cedar form and their JSON form.</summary>
internal sealed class CedarTranslateCommand : Command
{
    public CedarTranslateCommand(CommandServices services)
        : base("translate", "Turn policies and schemas from their Cedar form into their JSON form and back. The result goes to the standard output.")
    {
        Add(new CedarPolicyToJsonCommand(services));
        Add(new CedarPolicyToCedarCommand(services));
        Add(new CedarSchemaToJsonCommand(services));
        Add(new CedarSchemaToCedarCommand(services));
    }
}
