using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>key</c>: API keys of applications.</summary>
internal sealed class KeyCommand : Command
{
    public KeyCommand(CommandServices services)
        : base("key", "Make, list and revoke the API keys of applications.")
    {
        Add(new KeyCreateCommand(services));
        Add(new KeyListCommand(services));
        Add(new KeyRevokeCommand(services));
    }
}
