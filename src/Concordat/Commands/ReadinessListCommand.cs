using System.CommandLine;
using Concordat.Oversight.Readiness;

namespace Concordat.Commands;

/// <summary><c>use-case readiness list</c>: how far each use case has been let out.</summary>
internal sealed class ReadinessListCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public ReadinessListCommand(CommandServices services)
        : base("list", "List how far each use case has been let out, since when, and what its next stage lacks.")
    {
        _services = services;
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var desk = await ReadinessDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var rows = new List<string[]>();
        foreach (var useCase in desk.Config.UseCases)
        {
            if (useCase.Readiness is not "decided")
            {
                rows.Add([useCase.Id, ReadinessStep.AnyModel, useCase.Readiness, "-", "registered, not decided"]);
                continue;
            }

            var states = desk.Book.States.Where(state => state.UseCase.Equals(useCase.Id, StringComparison.Ordinal)).DefaultIfEmpty(ReadinessState.None(useCase.Id, ReadinessStep.AnyModel));
            foreach (var state in states)
            {
                rows.Add([useCase.Id, state.Model, state.Stage, state.Step is null ? "-" : Times.Short(state.Since), await NextAsync(desk, state, cancellationToken)]);
            }
        }

        TextTable.Write(_services.Output, ["USE CASE", "MODEL", "STAGE", "SINCE", "NEXT"], rows);
        return ExitCode.Done;
    }

    private async Task<string> NextAsync(ReadinessDesk desk, ReadinessState state, CancellationToken cancellationToken)
    {
        var seen = await desk.SeenAsync(state.UseCase, state, ReadinessStanding.NextAfter(state.Stage), _services, cancellationToken);
        return ReadinessStanding.Of(state, seen) is not { Next: { } next } standing ? "-"
            : standing.Lacks.Count == 0 ? $"{next}: open"
            : $"{next}: {string.Join("; ", standing.Lacks)}";
    }
}
