using System.CommandLine;
using System.Text.Json;
using Concordat.Configuration;

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
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public KeyCreateCommand(CommandServices services)
        : base("create", "Make an API key for a use case. It is shown once and stored nowhere.")
    {
        _services = services;
        Add(_useCase);
        Add(_label);
        Add(_days);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        var useCase = arguments.GetValue(_useCase)!;
        var ids = installation.Config.UseCases.Select(u => u.Id).ToArray();
        if (!ids.Contains(useCase, StringComparer.Ordinal))
        {
            throw new CommandException($"concordat: no use case `{useCase}` is registered in `{installation.Path}`{Suggestion.For(useCase, ids)}");
        }

        var label = arguments.GetValue(_label)!;
        if (string.IsNullOrWhiteSpace(label) || label.Length > 128 || label.Any(char.IsControl))
        {
            throw new CommandException("concordat: `--label` must have 1 to 128 characters, on one line");
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
        if (arguments.GetValue(_json))
        {
            var report = KeyReport.Of(created.Record, now, created.ShownOnce);
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.KeyReport));
        }
        else
        {
            await _services.Output.WriteLineAsync($"key: {created.ShownOnce}");
            await _services.Error.WriteLineAsync("keep it now: it cannot be shown again");
        }

        return ExitCode.Done;
    }
}
