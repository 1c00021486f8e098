using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>key</c>: API keys of applications, and what others need of a signing key.</summary>
internal sealed class KeyCommand : Command
{
    public KeyCommand(CommandServices services)
        : base("key", "Make, list and revoke the API keys of applications; show the public part of a signing key.")
    {
        Add(new KeyCreateCommand(services));
        Add(new KeyListCommand(services));
        Add(new KeyRevokeCommand(services));
        Add(new KeyPublicCommand(services));
    }
}
