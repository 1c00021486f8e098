using System.CommandLine;
using System.Security.Cryptography;
using Concordat.Oversight.Readiness;

namespace Concordat.Commands;

/// <summary><c>use-case readiness propose</c>: drafts a decision, and checks its gate before anybody signs.</summary>
internal sealed class ReadinessProposeCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _useCase = new("USE-CASE") { Description = "The use case." };
    private readonly Option<string> _to = new("--to") { Description = "The stage that it is to have.", HelpName = "STAGE", Required = true };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, one line.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _model = new("--model") { Description = "For this model alone; for every model without a decision of its own when left out.", HelpName = "MODEL", DefaultValueFactory = _ => ReadinessStep.AnyModel };
    private readonly Option<string?> _evaluation = new("--evaluation") { Description = "The evaluation report; its hash is named.", HelpName = "FILE" };
    private readonly Option<string?> _humanTest = new("--human-test") { Description = "The record of a test with people; its hash is named.", HelpName = "FILE" };
    private readonly Option<int?> _requests = new("--requests-per-day") { Description = "Most requests a day of a trial, on each node.", HelpName = "N" };
    private readonly Option<string[]> _keys = new("--key-id") { Description = "Id of an API key that takes part in a trial. May be given again.", HelpName = "ID" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The draft; the id with `.json` at its end when left out.", HelpName = "FILE" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public ReadinessProposeCommand(CommandServices services)
        : base("propose", "Draft a decision on how far a use case is let out. Ends with 1 where its gate lacks evidence, and says which.")
    {
        _services = services;
        _to.AcceptOnlyFromAmong([.. ReadinessStages.All]);
        Add(_useCase);
        Add(_to);
        Add(_reason);
        Add(_model);
        Add(_evaluation);
        Add(_humanTest);
        Add(_requests);
        Add(_keys);
        Add(_output);
        Add(_configuration);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var desk = await ReadinessDesk.OpenAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var (useCase, stage, now) = (desk.UseCase(arguments.GetValue(_useCase)!), arguments.GetValue(_to)!, _services.Time.GetUtcNow());
        var state = desk.Book.Own(useCase.Id, arguments.GetValue(_model)!);
        var seen = await desk.SeenAsync(useCase.Id, state, stage, _services, cancellationToken);
        var isDown = ReadinessStages.Rank(stage) < ReadinessStages.Rank(state.Stage);
        var keys = arguments.GetValue(_keys) ?? [];
        var limits = arguments.GetValue(_requests) is { } || keys.Length > 0 ? new ReadinessLimits(arguments.GetValue(_requests), keys.Length > 0 ? keys : null) : null;
        var wish = new ReadinessWish(
            state.Model, stage, arguments.GetValue(_reason)!, HashOf(arguments.GetValue(_evaluation)), HashOf(arguments.GetValue(_humanTest)), limits);
        ReadinessStep step;
        byte[] payload;
        try
        {
            (step, payload) = wish.Draft(state, seen, now);
        }
        catch (ReadinessException fault)
        {
            throw ReadinessSteps.Fault(fault, "");
        }

        var output = arguments.GetValue(_output) ?? step.Id + ".json";
        await File.WriteAllBytesAsync(output, payload, cancellationToken);
        await _services.Output.WriteLineAsync($"drafted: {ReadinessSteps.Words(step, state.Stage)}\n{(isDown ? "one reviewer signs it" : $"signed by {desk.Book.Terms.Quorum}")}: concordat use-case readiness sign {output} --key FILE");
        return ExitCode.Done;
    }

    private static string? HashOf(string? file) => file is null ? null : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
