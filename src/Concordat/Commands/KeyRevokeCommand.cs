using System.CommandLine;
using System.Text.Json;

namespace Concordat.Commands;

/// <summary><c>key revoke</c>: ends an API key for good.</summary>
internal sealed class KeyRevokeCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the key, as `key list` shows it." };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public KeyRevokeCommand(CommandServices services)
        : base("revoke", "Revoke an API key for good. Running gateways notice within seconds.")
    {
        _services = services;
        Add(_id);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        var id = arguments.GetValue(_id)!;
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        if (!await stores.Keys.RevokeAsync(id, OperatorName.Here, cancellationToken) || await stores.Keys.FindAsync(id, cancellationToken) is not { } record)
        {
            throw new CommandException($"concordat: there is no key `{id}`; `concordat key list` shows the ids");
        }

        await _services.Output.WriteLineAsync(arguments.GetValue(_json)
            ? JsonSerializer.Serialize(KeyReport.Of(record, _services.Time.GetUtcNow()), CommandJson.Plain.KeyReport)
            : $"revoked: {id}");
        return ExitCode.Done;
    }
}
