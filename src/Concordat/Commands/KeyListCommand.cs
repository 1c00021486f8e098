using System.CommandLine;
using System.Text.Json;

namespace Concordat.Commands;

/// <summary><c>key list</c>: every API key, without its secret.</summary>
internal sealed class KeyListCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public KeyListCommand(CommandServices services)
        : base("list", "List every API key, oldest first, revoked and expired ones too.")
    {
        _services = services;
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(arguments.GetValue(_configuration)!, _services);
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        var now = _services.Time.GetUtcNow();
        IReadOnlyList<KeyReport> keys = [.. (await stores.Keys.ListAsync(cancellationToken)).Select(k => KeyReport.Of(k, now))];
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(keys, CommandJson.Plain.IReadOnlyListKeyReport));
            return ExitCode.Done;
        }

        TextTable.Write(
            _services.Output,
            ["ID", "USE CASE", "STATE", "CREATED", "EXPIRES", "LABEL"],
            [.. keys.Select(k => (string[])[k.Id, k.UseCase, k.State, Times.Short(k.Created), Times.Short(k.Expires), k.Label])]);
        return ExitCode.Done;
    }
}
