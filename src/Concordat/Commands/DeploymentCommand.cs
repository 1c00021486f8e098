using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>deployment</c>: what is registered about deployments, and what they can show.</summary>
internal sealed class DeploymentCommand : Command
{
    public DeploymentCommand(CommandServices services)
        : base("deployment", "List deployments and what they show; ask one for evidence; check a document again.")
    {
        Add(new DeploymentListCommand(services));
        Add(new DeploymentShowCommand(services));
        Add(new DeploymentAttestCommand(services));
        Add(new DeploymentVerifyCommand(services));
        Add(new DeploymentShadowCommand(services));
        Add(new DeploymentMigrateCommand(services));
        Add(new DeploymentEquivalenceCommand(services));
    }
}
