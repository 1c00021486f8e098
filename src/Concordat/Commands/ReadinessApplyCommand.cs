using System.CommandLine;
using Concordat.Gateway.Orders;
using Concordat.Oversight.Readiness;

namespace Concordat.Commands;

/// <summary><c>use-case readiness apply</c>: takes a signed decision when its gate is open.</summary>
internal sealed class ReadinessApplyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The signed decision." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public ReadinessApplyCommand(CommandServices services)
        : base("apply", "Take a signed decision when its gate is open. Every serving gateway verifies it again, records it, and goes by it within a second.")
    {
        _services = services;
        Add(_file);
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_file)!;
        var bytes = OrderFile.Read(path);
        await using var desk = await ReadinessDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        try
        {
            return await TakeAsync(bytes, desk, cancellationToken);
        }
        catch (ReadinessException fault)
        {
            throw ReadinessSteps.Fault(fault, $"{path}: not taken: ");
        }
    }

    private async Task<int> TakeAsync(byte[] bytes, ReadinessDesk desk, CancellationToken cancellationToken)
    {
        var document = ReadinessReader.Read(bytes, desk.Book.Terms);
        if (desk.Book.Counted.Any(known => known.Hash.Equals(document.Hash, StringComparison.Ordinal)))
        {
            await _services.Output.WriteLineAsync("taken before: nothing changes");
            return ExitCode.Done;
        }

        var step = document.Step;
        var useCase = desk.UseCase(step.UseCase);
        var state = desk.Book.Own(useCase.Id, step.Model);
        if (desk.Book.FaultOf(document, desk.Revoked, _services.Time.GetUtcNow()) is { } fault)
        {
            throw new ReadinessException(fault);
        }

        var orders = await OrderBookFile.LoadAsync(desk.Suites.Installation, desk.Suites.Stores, _services, cancellationToken);
        if (ReadinessStages.Rank(step.Stage) > ReadinessStages.Rank(state.Stage)
            && Exclusions.FaultOfAdvance(orders, desk.Suites.Installation.Config, useCase.Id, step.Model, _services.Time.GetUtcNow()) is { } excluded)
        {
            throw new ReadinessException(excluded);
        }

        ReadinessWish.Require(step, state, await desk.SeenAsync(useCase.Id, state, step.Stage, _services, cancellationToken));
        if (!await desk.Suites.Stores.Readiness.AddAsync(step.Id, bytes, cancellationToken))
        {
            throw new ReadinessException($"there is another decision `{step.Id}`");
        }

        await _services.Output.WriteLineAsync($"taken: {ReadinessSteps.Words(step, state.Stage)}, signed by {string.Join(" and ", document.Signers.Select(static signer => $"`{signer.Id}`"))}");
        return ExitCode.Done;
    }
}
