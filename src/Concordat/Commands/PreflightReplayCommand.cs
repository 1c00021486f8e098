using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Concordat.Oversight.Rulings;

namespace Concordat.Commands;

/// <summary><c>preflight replay</c>: what a change would do to certified suites.</summary>
internal sealed class PreflightReplayCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string?> _agreement = new("--agreement") { Description = "The amendment, signed or the folder of a draft; the agreement of the configuration when left out.", HelpName = "FILE|DIR" };
    private readonly Option<string?> _ruling = new("--ruling") { Description = "A ruling that is to stand beside it, signed or a draft.", HelpName = "FILE" };
    private readonly Option<string?> _changes = new("--changes") { Description = "Write every verdict that turns to a file, one JSON object a line.", HelpName = "FILE" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public PreflightReplayCommand(CommandServices services)
        : base("replay", "Decide all certified cases again under an amendment, with a ruling, or with this program's safeguard pack, and say whose verdicts turn. Ends with 1 where one does.")
    {
        _services = services;
        Add(_agreement);
        Add(_ruling);
        Add(_changes);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var desk = await SuiteDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var agreement = arguments.GetValue(_agreement) is { } path
            ? ReplayAgreements.LoadAny(path, TrustedParties.Of(desk.Installation.Config), _services.Time.GetUtcNow())
            : desk.InForce(_services);
        ImmutableArray<Ruling> rulings = arguments.GetValue(_ruling) is { } file ? [RulingOf(file)] : [];
        var report = await desk.ReplayAsync(agreement, rulings, _services, cancellationToken);
        if (arguments.GetValue(_changes) is { } changes)
        {
            await File.WriteAllLinesAsync(changes, report.Flips.Select(static flip => JsonSerializer.Serialize(flip, SuiteFlipJson.Lines.SuiteFlip)), cancellationToken);
        }

        await _services.Output.WriteLineAsync(arguments.GetValue(_json)
            ? JsonSerializer.Serialize(report, CommandJson.Plain.SuiteReplayReport)
            : string.Join(Environment.NewLine, report.Lines()));
        return report.Flips.Count == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static Ruling RulingOf(string file)
    {
        var bytes = OrderFile.Read(file);
        try
        {
            using var parsed = JsonDocument.Parse(bytes);
            return RulingReader.Draft(parsed.RootElement.TryGetProperty("payload", out var payload) ? payload.GetBytesFromBase64() : bytes).Ruling;
        }
        catch (Exception fault) when (fault is RulingException or JsonException or FormatException or InvalidOperationException)
        {
            throw new CommandException($"concordat: {file}: {fault.Message}");
        }
    }
}
