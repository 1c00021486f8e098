using System.CommandLine;
using System.Text.Json;
using Concordat.Gateway.Migrating;

namespace Concordat.Commands;

/// <summary><c>deployment migrate status</c>: where migrations stand, and how they came there.</summary>
internal sealed class MigrateStatusCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string?> _id = new("ID") { Description = "Id of the migration; without it, all.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public MigrateStatusCommand(CommandServices services)
        : base("status", "Show where migrations stand, and every step that was taken with its reason.")
    {
        _services = services;
        Add(_id);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        var book = MigrationBook.Empty.With(await stores.Migrations.ListAsync(0, cancellationToken));
        var id = arguments.GetValue(_id);
        if (id is not null && book.Find(id) is null)
        {
            throw new CommandException($"concordat: there is no migration `{id}`; `concordat deployment migrate status` shows them");
        }

        IReadOnlyList<MigrationReport> reports = [.. book.Migrations.Where(migration => id is null || migration.Plan.Id == id).Select(MigrationReport.Of)];
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(reports, CommandJson.Plain.IReadOnlyListMigrationReport));
            return ExitCode.Done;
        }

        foreach (var report in reports)
        {
            await _services.Output.WriteLineAsync(
                $"{report.Id}: {report.Model}, from {string.Join(", ", report.From)} to {string.Join(", ", report.To)}, {report.State}, stage {report.Stage} of {report.Stages.Count}: {report.Stages[report.Stage - 1]}");
            foreach (var step in report.Steps)
            {
                await _services.Output.WriteLineAsync($"  {Times.Short(step.Time)}  {step.Act,-8} stage {step.Stage}: {step.Why}");
            }
        }

        return ExitCode.Done;
    }
}
