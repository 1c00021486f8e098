using System.CommandLine;
using System.Text.Json;
using Concordat.Oversight.Rulings;

namespace Concordat.Commands;

/// <summary><c>ruling list</c>: every ruling, and whether it stands.</summary>
internal sealed class RulingListCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public RulingListCommand(CommandServices services)
        : base("list", "List every ruling, in the order in which they were taken, and whether it stands now.")
    {
        _services = services;
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var desk = await RulingDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var now = _services.Time.GetUtcNow();
        IReadOnlyList<RulingReport> rulings = [.. desk.Book.Rulings.Select(document => desk.Report(document, now))];
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(rulings, CommandJson.Plain.IReadOnlyListRulingReport));
            return ExitCode.Done;
        }

        TextTable.Write(
            _services.Output,
            ["ID", "CLAUSES", "USE CASE", "EXPIRES", "STANDS"],
            [.. rulings.Select(ruling => (string[])[ruling.Id, string.Join(' ', ruling.Clauses), ruling.UseCase, Times.Short(ruling.Expires), ruling.Because is { } because ? $"no: {because}" : "yes"])]);
        return ExitCode.Done;
    }
}
