using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Rulings;

namespace Concordat.Commands;

/// <summary><c>case show</c>: everything that is known about one case.</summary>
internal sealed class CaseShowCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the case, `case_…`." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public CaseShowCommand(CommandServices services)
        : base("show", "Show everything that is known about one case.")
    {
        _services = services;
        Add(_id);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var text = arguments.GetValue(_id)!;
        if (!CaseId.TryParse(text, out var id))
        {
            throw new CommandException($"concordat: `{text}` is not the id of a case; it begins with `case_`, and `concordat case list` shows them");
        }

        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        if (await stores.Cases.GetFileAsync(id, cancellationToken) is not { } file)
        {
            throw new CommandException($"concordat: there is no case `{text}`");
        }

        var near = await Precedents.FindAsync(stores, id, 5, cancellationToken);
        var report = CaseReport.Of(file.Case) with { Precedents = [.. near.Select(each => PrecedentReport.Of(each.Precedent, each.Rulings))] };
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.CaseReport));
            return ExitCode.Done;
        }

        (string Name, string? Value)[] lines =
        [
            ("id", report.Id), ("type", report.Type), ("state", report.State), ("use case", report.UseCase),
            ("clauses", string.Join(' ', report.Clauses)), ("tool", report.Tool), ("effect", report.Effect),
            ("agreement", report.Agreement), ("action", report.Action), ("created", Times.Short(report.Created)),
            ("expires", Times.Short(report.Expires)), ("decided", report.Decided is { } decided ? Times.Short(decided) : null),
            ("assigned", report.Assignee), ("escalated", report.Escalated is { } share ? string.Create(CultureInfo.InvariantCulture, $"after {share} % of its time") : null),
            ("by", report.DecidedBy), ("note", report.Note), ("released", report.Released is { } released ? Times.Short(released) : null),
        ];
        foreach (var (name, value) in lines.Where(l => l.Value is not null))
        {
            await _services.Output.WriteLineAsync($"{name + ":",-11}{value}");
        }

        foreach (var signature in file.Signatures)
        {
            await _services.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"signed:    {Times.Short(signature.Time)} {CaseNames.Of(signature.Decision)} by {signature.Approver} ({signature.Role} of {signature.Party}), entry {signature.Entry}"));
        }

        foreach (var precedent in report.Precedents ?? [])
        {
            await _services.Output.WriteLineAsync(precedent.ToString());
        }

        return ExitCode.Done;
    }
}
