using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>safeguards</c>: what the inspection of texts finds, measured on texts of one's own, and the signatures of its data.</summary>
internal sealed class SafeguardsCommand : Command
{
    public SafeguardsCommand(CommandServices services)
        : base("safeguards", "Measure what the inspection of texts finds, and sign what it is made of.")
    {
        Add(new SafeguardsEvalCommand(services));
        Add(new SafeguardsSignCommand(services));
        Add(new SafeguardsVerifyCommand(services));
    }
}
