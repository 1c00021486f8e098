using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>deployment migrate</c>: takes the requests of a model from some deployments to others, step by step.</summary>
internal sealed class DeploymentMigrateCommand : Command
{
    public DeploymentMigrateCommand(CommandServices services)
        : base("migrate", "Take the requests of a model from some deployments to others in stages, each judged by what comes of them.")
    {
        Add(new MigrateStartCommand(services));
        Add(new MigrateStatusCommand(services));
        Add(new MigrateStepCommand(services, "back", "Send all requests to the old deployments again."));
        Add(new MigrateStepCommand(services, "end", "End a finished migration, once the configuration says what it brought about."));
    }
}
