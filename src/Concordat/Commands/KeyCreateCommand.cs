using System.CommandLine;
using System.Text.Json;
using Concordat.Configuration;
using Concordat.Oversight.Keys;

namespace Concordat.Commands;

/// <summary><c>key create</c>: makes an API key and shows it, once.</summary>
internal sealed class KeyCreateCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _useCase = new("USE-CASE") { Description = "Id of the registered use case that the key speaks for." };
    private readonly Option<string> _label = new("--label")
    {
        Description = "What the key is for, in a few words.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "made on the command line",
    };

    private readonly Option<int?> _days = new("--days") { Description = "Days until the key expires; never when left out.", HelpName = "N" };
    private readonly SignerOptions _signer = new(isOptional: true);
    private readonly KeyDeskClient _desk;
    private readonly Option<bool> _json = CommonOptions.Json();

    public KeyCreateCommand(CommandServices services)
        : base("create", "Make an API key for a use case. It is shown once and stored nowhere.")
    {
        _services = services;
        Add(_useCase);
        Add(_label);
        Add(_days);
        _desk = new KeyDeskClient(_signer, services);
        _desk.AddTo(this);
        _signer.AddTo(this);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var label = arguments.GetValue(_label)!;
        if (string.IsNullOrWhiteSpace(label) || label.Length > ApiKeyRules.LongestLabel || label.Any(char.IsControl))
        {
            throw new CommandException($"concordat: `--label` must have 1 to {ApiKeyRules.LongestLabel} characters, on one line");
        }

        var report = _signer.HasGateway(arguments)
            ? await AskAsync(label, arguments, cancellationToken)
            : await MakeAsync(label, arguments, cancellationToken);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.KeyReport));
        }
        else
        {
            await _services.Output.WriteLineAsync($"key: {report.Key}");
            await _services.Error.WriteLineAsync("keep it now: it cannot be shown again");
        }

        return ExitCode.Done;
    }

    /// <summary>Has a gateway make it, by the signature of a platform engineer.</summary>
    private async Task<KeyReport> AskAsync(string label, ParseResult arguments, CancellationToken cancellationToken)
    {
        var days = arguments.GetValue(_days) ?? throw new CommandException($"concordat: with `--gateway` a key expires; say with `--days` when, from 1 to {ApiKeyRules.MostDays}");
        return await _desk.SendAsync("/v1/keys", _desk.Statement(ApiKeyAct.Make, arguments) with { UseCase = arguments.GetValue(_useCase)!, Label = label, Days = days }, arguments, cancellationToken);
    }

    private async Task<KeyReport> MakeAsync(string label, ParseResult arguments, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(_signer.ConfigurationOf(arguments), _services);
        var useCase = arguments.GetValue(_useCase)!;
        var ids = installation.Config.UseCases.Select(u => u.Id).ToArray();
        if (!ids.Contains(useCase, StringComparer.Ordinal))
        {
            throw new CommandException($"concordat: no use case `{useCase}` is registered in `{installation.Path}`{Suggestion.For(useCase, ids)}");
        }

        var now = _services.Time.GetUtcNow();
        DateTimeOffset? expires = arguments.GetValue(_days) switch
        {
            null => null,
            < 1 or > 36_500 => throw new CommandException("concordat: `--days` must be from 1 to 36500"),
            { } days => now.AddDays(days),
        };
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        var created = await stores.Keys.CreateAsync(useCase, label, expires, OperatorName.Here, cancellationToken);
        return KeyReport.Of(created.Record, now, created.ShownOnce);
    }
}
