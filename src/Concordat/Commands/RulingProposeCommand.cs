using System.CommandLine;
using System.Globalization;
using Concordat.Configuration;
using Concordat.Oversight.Rulings;

namespace Concordat.Commands;

/// <summary><c>ruling propose</c>: drafts a ruling from a held case, no wider than what was found, and proves it.</summary>
internal sealed class RulingProposeCommand : Command
{
    private readonly CommandServices _services;
    private readonly ApproverOptions _options = new();
    private readonly Option<string> _id = new("--id") { Description = "Id of the ruling, which verdicts will cite.", HelpName = "RULING", Required = true };
    private readonly Option<string> _title = new("--title") { Description = "What it is about, one line.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, one line.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _expires = new("--expires") { Description = "How long it holds, at most 366d.", HelpName = "DURATION", DefaultValueFactory = _ => "90d" };
    private readonly Option<string[]> _atMost = new("--at-most") { Description = "The largest value of a number, instead of what the case has. May be given again.", HelpName = "FACT=N" };
    private readonly Option<string[]> _only = new("--only") { Description = "The values that a set may hold, instead of what the case has. May be given again.", HelpName = "FACT=A,B" };
    private readonly Option<string[]> _source = new("--source") { Description = "A kind of data source that may be in play, instead of what the case has. May be given again.", HelpName = "KIND" };
    private readonly Option<string[]> _opens = new("--opens") { Description = "A red line that it may open within its bounds, where that red line allows it. May be given again.", HelpName = "CLAUSE" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The draft; RULING.json when left out.", HelpName = "FILE" };

    public RulingProposeCommand(CommandServices services)
        : base("propose", "Draft a ruling from a case that waits for one, no wider than what was found there, and prove that it opens no red line. Nothing is signed yet.")
    {
        _services = services;
        _options.AddTo(this);
        foreach (var option in (Option[])[_id, _title, _reason, _expires, _atMost, _only, _source, _opens, _output])
        {
            Add(option);
        }

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var desk = await RulingDesk.OpenAsync(_options.ConfigurationOf(arguments), _services, cancellationToken);
        using var client = _options.Open(arguments, _services);
        var shown = await client.ReadAsync(cancellationToken);
        var now = _services.Time.GetUtcNow();
        var issued = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        if (!Durations.TryParse(arguments.GetValue(_expires)!, out var life) || life > Ruling.Longest)
        {
            throw new CommandException("concordat: `--expires` must be a duration such as `90d`, at most `366d`");
        }

        try
        {
            var draft = new RulingDraft(desk.Agreement, shown.Document)
            {
                AtMost = Numbers(arguments.GetValue(_atMost) ?? []),
                Only = Sets(arguments.GetValue(_only) ?? []),
                Sources = arguments.GetValue(_source) ?? [],
            };
            var ruling = draft.Ruling(
                arguments.GetValue(_id)!, arguments.GetValue(_title)!, arguments.GetValue(_reason)!, client.Case, issued, issued + life, arguments.GetValue(_opens) ?? []);
            RulingReader.Draft(RulingReader.Payload(ruling)); // says what is not well formed
            RulingIntake.CheckDraft(ruling, desk.Agreement, desk.Book.Standing(desk.Agreement, desk.Revoked, now), cancellationToken);
            var path = arguments.GetValue(_output) ?? $"{ruling.Id}.json";
            await File.WriteAllBytesAsync(path, RulingReader.Payload(ruling), cancellationToken);
            await _services.Output.WriteLineAsync(RulingCondition.Of(ruling).Text());
            var opens = ruling.Opens is { Count: > 0 } named ? $"opens red line {string.Join(", ", named)} within these bounds, and no other" : "opens no red line";
            await _services.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"proven: it {opens}\nexpires: {Times.Short(ruling.Expires)}\nwrote {path}; a reviewer of each party signs it with `concordat ruling sign {path} --key …`"));
            return ExitCode.Done;
        }
        catch (RulingException fault)
        {
            throw new CommandException($"concordat: {fault.Message}") { Code = ExitCode.CheckFailed };
        }
    }

    private static Dictionary<string, long> Numbers(string[] given) => given.Select(text => text.Split('=', 2)).ToDictionary(
        parts => parts[0],
        parts => parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CommandException($"concordat: `--at-most {string.Join('=', parts)}` must be a fact and a number, such as `persons.presumedUs=25`"),
        StringComparer.Ordinal);

    private static Dictionary<string, IReadOnlyList<string>> Sets(string[] given) => given.Select(text => text.Split('=', 2)).ToDictionary(
        parts => parts[0],
        parts => parts is [_, { Length: > 0 } values]
            ? (IReadOnlyList<string>)values.Split(',')
            : throw new CommandException($"concordat: `--only {string.Join('=', parts)}` must be a fact and its values, such as `content.uninspectable=image`"),
        StringComparer.Ordinal);
}
