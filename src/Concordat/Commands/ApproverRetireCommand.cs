using System.CommandLine;
using System.Globalization;
using Concordat.Oversight.Credentials;

namespace Concordat.Commands;

/// <summary><c>approver retire</c>: ends a hardware key for good.</summary>
internal sealed class ApproverRetireCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("KEY") { Description = "Id of the hardware key, as `approver list` shows it." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for people to read; recorded in the ledger.", HelpName = "TEXT", Required = true };
    private readonly PartyOptions _party = new();

    public ApproverRetireCommand(CommandServices services)
        : base("retire", "Retire a hardware key for good; grants that it signed and that were not used yet count no more.")
    {
        _services = services;
        Add(_id);
        Add(_reason);
        _party.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reason = arguments.GetValue(_reason)!;
        if (reason.Length is 0 or > RetirementStatement.MaxReason || reason.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new CommandException($"concordat: `--reason` must be one line of 1 to {RetirementStatement.MaxReason} characters");
        }

        var installation = _party.Load(arguments, _services);
        using var key = _party.OpenKey(arguments, _services);
        using var desk = new DeskHttpClient(_party.AddressOf(arguments, installation));
        var statement = new RetirementStatement(arguments.GetValue(_id)!, reason, _services.Time.GetUtcNow());
        using var answer = await desk.PostAsync("/v1/approvers/retirements", statement.Sign(key).ToJson(), cancellationToken);
        await _services.Output.WriteLineAsync($"retired: {statement.Credential} of {answer.RootElement.GetProperty("approver").GetString()}");
        await _services.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"entry: {answer.RootElement.GetProperty("entry").GetInt64()}"));
        return ExitCode.Done;
    }
}
