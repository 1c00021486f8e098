using System.CommandLine;
using Concordat.Gateway.Migrating;
using Concordat.Gateway.Orders;
using Concordat.Oversight;
using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary><c>deployment migrate start</c>: begins the first stage of a plan.</summary>
internal sealed class MigrateStartCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The plan, YAML or JSON." };
    private readonly Option<bool> _check = new("--check") { Description = "Only check the plan." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public MigrateStartCommand(CommandServices services)
        : base("start", "Begin a migration. Every serving gateway records its first stage and goes by it within a second.")
    {
        _services = services;
        Add(_file);
        Add(_check);
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        var plan = MigrationFile.Read(arguments.GetValue(_file)!, installation.Config);
        if (arguments.GetValue(_check))
        {
            await _services.Output.WriteLineAsync($"good: {plan.Stages.Length} stages, {string.Join(", ", plan.Stages.Select(stage => stage.Share))}");
            return ExitCode.Done;
        }

        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        var book = MigrationBook.Empty.With(await stores.Migrations.ListAsync(0, cancellationToken));
        if (book.Find(plan.Id) is not null)
        {
            throw new CommandException($"concordat: there was a migration `{plan.Id}` before; give this one another `id`") { Code = ExitCode.CheckFailed };
        }

        if (book.Of(plan.Model) is { } other)
        {
            throw new CommandException($"concordat: the migration `{other.Plan.Id}` of `{plan.Model}` is {other.State}; take it back or end it first") { Code = ExitCode.CheckFailed };
        }

        await RequireFreeAsync(plan, installation, stores, cancellationToken);
        var step = new MigrationEvent(plan.Id, 1, "start", 0, "started", _services.Time.GetUtcNow(), plan);
        if (!await stores.Migrations.AddAsync(step.Id, MigrationBook.Write(step), cancellationToken))
        {
            throw new CommandException($"concordat: another process has just started a migration `{plan.Id}`") { Code = ExitCode.CheckFailed };
        }

        await _services.Output.WriteLineAsync(
            $"started: `{plan.Id}` of `{plan.Model}`, stage 1 of {plan.Stages.Length}: {plan.Stages[0].Share}; follow it with `concordat deployment migrate status {plan.Id}`");
        return ExitCode.Done;
    }

    /// <summary>Nothing is moved to where an order in force lets nothing new begin.</summary>
    private async Task RequireFreeAsync(MigrationPlan plan, Installation installation, OversightStores stores, CancellationToken cancellationToken)
    {
        if (await stores.Orders.CountAsync(cancellationToken) == 0)
        {
            return;
        }

        var now = _services.Time.GetUtcNow();
        var book = await OrderBookFile.LoadAsync(installation, stores, _services, cancellationToken);
        var named = from use in OrderSubjects.Uses(installation.Config)
                    where plan.To.Contains(use.Deployment.Name, StringComparer.Ordinal)
                    let subject = OrderSubjects.Of(installation.Config, use.UseCase, use.Deployment)
                    from order in book.Orders
                    where order.Covers(subject) && book.For(order, subject, now).Standing != OrderStanding.None
                    select (Deployment: use.Deployment.Name, Order: order.Id);
        if (named.FirstOrDefault() is { Order: not null } first)
        {
            throw new CommandException(
                $"concordat: `{first.Deployment}` is named by the order `{first.Order}`, which is in force: nothing new begins there; migrate to another (`concordat order explain {first.Order}` says why)")
            { Code = ExitCode.CheckFailed };
        }
    }
}
