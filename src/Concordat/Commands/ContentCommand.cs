using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>content</c>: the bodies that are kept, encrypted, apart from the ledger.</summary>
internal sealed class ContentCommand : Command
{
    public ContentCommand(CommandServices services)
        : base("content", "Open and destroy the bodies of requests and answers that are kept; the ledger records every such act.")
    {
        Add(new ContentShowCommand(services));
        Add(new ContentShredCommand(services));
        Add(new ContentRewrapCommand(services));
    }
}
