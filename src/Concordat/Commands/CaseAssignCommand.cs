using System.CommandLine;
using System.Globalization;
using Concordat.Oversight.Grants;

namespace Concordat.Commands;

/// <summary><c>case assign</c>: puts a case before one person by name, with the signature of somebody who may decide it.</summary>
internal sealed class CaseAssignCommand : Command
{
    private readonly CommandServices _services;
    private readonly ApproverOptions _options = new();
    private readonly Argument<string> _person = new("PERSON") { Description = "Id of the person under `approvers`." };

    public CaseAssignCommand(CommandServices services)
        : base("assign", "Put an open case before one person by name; they are told, and may grant though they stand by. Others who may decide still may.")
    {
        _services = services;
        _options.AddTo(this);
        Add(_person);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var desk = _options.Open(arguments, _services);
        var person = arguments.GetValue(_person)!;
        var shown = await desk.ReadAsync(cancellationToken);
        var (state, _, entry) = await desk.DecideAsync(DecisionAct.Assign, shown, reason: "", cancellationToken, person);
        await _services.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"assigned: {person}\nentry: {entry}\nstate: {state}"));
        return ExitCode.Done;
    }
}
