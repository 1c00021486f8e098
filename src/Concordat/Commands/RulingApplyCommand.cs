using System.CommandLine;
using System.Text.Json;
using Concordat.Oversight.Rulings;

namespace Concordat.Commands;

/// <summary><c>ruling apply</c>: takes a signed ruling.</summary>
internal sealed class RulingApplyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The ruling, signed by a reviewer of each party." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public RulingApplyCommand(CommandServices services)
        : base("apply", "Take a signed ruling. Every serving gateway proves it again, records it, and goes by it within a second.")
    {
        _services = services;
        Add(_file);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_file)!;
        var bytes = OrderFile.Read(path);
        await using var replay = await RulingReplay.BeginAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        await using var desk = await RulingDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        if (await desk.TakeAsync(bytes, path, _services, cancellationToken) is not { } document)
        {
            await _services.Output.WriteLineAsync("taken before: nothing changes");
            return ExitCode.Done;
        }

        if (document.Ruling is null)
        {
            await _services.Output.WriteLineAsync($"taken: `{document.Id}` revokes `{document.Revocation!.Ruling}`");
            await TellAsync(replay, document.Revocation.Ruling, _services.Output, cancellationToken);
            return ExitCode.Done;
        }

        var report = RulingReport.Of(document, fault: null);
        await _services.Output.WriteLineAsync(arguments.GetValue(_json)
            ? JsonSerializer.Serialize(report, CommandJson.Plain.RulingReport)
            : $"taken: ruling `{report.Id}` on clause {string.Join(", ", report.Clauses)}, signed by {string.Join(" and ", report.Signers)}; it stands until {Times.Short(report.Expires)}");
        await TellAsync(replay, document.Id, arguments.GetValue(_json) ? _services.Error : _services.Output, cancellationToken);
        return ExitCode.Done;
    }

    private Task TellAsync(RulingReplay? replay, string ruling, TextWriter output, CancellationToken cancellationToken) =>
        replay?.EndAsync(ruling, output, _services, cancellationToken) ?? Task.CompletedTask;
}
