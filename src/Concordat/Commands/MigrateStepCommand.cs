using System.CommandLine;
using Concordat.Gateway.Migrating;

namespace Concordat.Commands;

/// <summary><c>deployment migrate back</c> and <c>end</c>: the steps that people take.</summary>
internal sealed class MigrateStepCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the migration." };
    private readonly Option<string> _why = new("--why") { Description = "The reason, in words; it is recorded.", DefaultValueFactory = _ => "by command" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public MigrateStepCommand(CommandServices services, string act, string description)
        : base(act, description)
    {
        _services = services;
        Add(_id);
        Add(_why);
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var id = arguments.GetValue(_id)!;
        var why = arguments.GetValue(_why)!;
        if (why.Length is 0 or > 200 || why.Any(char.IsControl))
        {
            throw new CommandException("concordat: `--why` must be one line of 1 to 200 characters");
        }

        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        var migration = MigrationBook.Empty.With(await stores.Migrations.ListAsync(0, cancellationToken)).Find(id)
            ?? throw new CommandException($"concordat: there is no migration `{id}`; `concordat deployment migrate status` shows them");
        if (!(Name == "end" ? migration.State == "finished" : migration.IsActive))
        {
            throw new CommandException($"concordat: the migration `{id}` is {migration.State}, so there is nothing to {(Name == "end" ? "end" : "take back")}") { Code = ExitCode.CheckFailed };
        }

        if (Name == "end" && installation.Config.Deployments.FirstOrDefault(deployment => deployment.Candidate && migration.Plan.To.Contains(deployment.Name, StringComparer.Ordinal)) is { } candidate)
        {
            throw new CommandException($"concordat: `{candidate.Name}` is still a candidate in the configuration, so it would get nothing; take `candidate` away there first") { Code = ExitCode.CheckFailed };
        }

        var step = new MigrationEvent(id, migration.Last.Number + 1, Name, migration.Last.Stage, why, _services.Time.GetUtcNow());
        if (!await stores.Migrations.AddAsync(step.Id, MigrationBook.Write(step), cancellationToken))
        {
            throw new CommandException($"concordat: the migration `{id}` has just gone on; look at it and try again") { Code = ExitCode.CheckFailed };
        }

        await _services.Output.WriteLineAsync(Name == "end" ? $"ended: `{id}`; the configuration decides again" : $"taken back: `{id}`; the old deployments get all requests within a second");
        return ExitCode.Done;
    }
}
