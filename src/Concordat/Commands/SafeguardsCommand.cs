using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>safeguards</c>: what the inspection of texts finds, measured on texts of one's own.</summary>
internal sealed class SafeguardsCommand : Command
{
    public SafeguardsCommand(CommandServices services)
        : base("safeguards", "Measure what the inspection of texts finds.") => Add(new SafeguardsEvalCommand(services));
}
