using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>mcp</c>: what the tool servers behind the gateway offer, and accepting it.</summary>
internal sealed class McpCommand : Command
{
    public McpCommand(CommandServices services)
        : base("mcp", "Show what the tool servers behind the gateway offer, and accept a tool's definition.")
    {
        Add(new McpListCommand(services));
        Add(new McpPinCommand(services));
    }
}
