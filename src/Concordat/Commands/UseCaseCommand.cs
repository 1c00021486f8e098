using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>use-case</c>: what is decided about registered workloads.</summary>
internal sealed class UseCaseCommand : Command
{
    public UseCaseCommand(CommandServices services)
        : base("use-case", "What is decided about registered workloads.")
    {
        Add(new Command("readiness", "Let a use case out in stages: not-ready, shadow, trial, general.")
        {
            new ReadinessListCommand(services),
            new ReadinessProposeCommand(services),
            new ReadinessSignCommand(services),
            new ReadinessApplyCommand(services),
        });
    }
}
