using System.CommandLine;
using System.Text.Json;

namespace Concordat.Commands;

/// <summary><c>ruling show</c>: one ruling, as the clause that it is.</summary>
internal sealed class RulingShowCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the ruling." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public RulingShowCommand(CommandServices services)
        : base("show", "Show a ruling, who signed it, and the clause that it is.")
    {
        _services = services;
        Add(_id);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var desk = await RulingDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var ruling = desk.Report(desk.Find(arguments.GetValue(_id)!), _services.Time.GetUtcNow());
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(ruling, CommandJson.Plain.RulingReport));
            return ExitCode.Done;
        }

        string[] lines =
        [
            $"{ruling.Id}: {ruling.Title}",
            $"  because:   {ruling.Reason}",
            $"  case:      {ruling.Case}, use case {ruling.UseCase}",
            $"  clauses:   {string.Join(' ', ruling.Clauses)}{(ruling.Opens.Count > 0 ? $"; opens red line {string.Join(' ', ruling.Opens)}" : "")}",
            $"  signed by: {string.Join(", ", ruling.Signers)}",
            $"  holds:     {Times.Short(ruling.Issued)} to {Times.Short(ruling.Expires)}",
            $"  stands:    {(ruling.Because is { } because ? $"no: {because}" : "yes")}",
            ruling.Text,
        ];
        await _services.Output.WriteLineAsync(string.Join('\n', lines));
        return ExitCode.Done;
    }
}
