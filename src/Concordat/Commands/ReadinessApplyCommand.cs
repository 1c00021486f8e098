using System.CommandLine;
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
        ReadinessDocument document;
        try
        {
            document = ReadinessReader.Read(bytes, desk.Book.Terms);
        }
        catch (ReadinessException fault)
        {
            throw new CommandException($"concordat: {path}: not taken: {fault.Message}") { Code = ExitCode.CheckFailed };
        }

        if (desk.Book.Counted.Any(known => known.Hash.Equals(document.Hash, StringComparison.Ordinal)))
        {
            await _services.Output.WriteLineAsync("taken before: nothing changes");
            return ExitCode.Done;
        }

        var step = document.Step;
        var useCase = desk.UseCase(step.UseCase);
        var state = desk.Book.Own(useCase.Id, step.Model);
        if (desk.Book.FaultOf(document, desk.Revoked) is { } fault2)
        {
            throw new CommandException($"concordat: {path}: not taken: {fault2}") { Code = ExitCode.CheckFailed };
        }

        var seen = await desk.SeenAsync(useCase.Id, state, _services, cancellationToken);
        ReadinessSteps.Require(new ReadinessGate().Lacks(step, state, seen), $"{path}: not taken: `{useCase.Id}` cannot go from {state.Stage} to {step.Stage}");
        if (!await desk.Suites.Stores.Readiness.AddAsync(step.Id, bytes, cancellationToken))
        {
            throw new CommandException($"concordat: {path}: not taken: there is another decision `{step.Id}`") { Code = ExitCode.CheckFailed };
        }

        await _services.Output.WriteLineAsync($"taken: {ReadinessSteps.Words(step, state.Stage)}, signed by {string.Join(" and ", document.Signers.Select(static signer => $"`{signer.Id}`"))}");
        return ExitCode.Done;
    }
}
