using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>console</c>: what people need beside their browser.</summary>
internal sealed class ConsoleCommand : Command
{
    public ConsoleCommand(CommandServices services)
        : base("console", "Sign in to the console with a key.")
    {
        Add(new ConsoleSignInCommand(services));
    }
}
