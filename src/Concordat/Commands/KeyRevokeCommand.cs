using System.CommandLine;
using System.Text.Json;
using Concordat.Oversight.Keys;

namespace Concordat.Commands;

/// <summary><c>key revoke</c>: ends an API key for good.</summary>
internal sealed class KeyRevokeCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the key, as `key list` shows it." };
    private readonly SignerOptions _signer = new(isOptional: true);
    private readonly KeyDeskClient _desk;
    private readonly Option<bool> _json = CommonOptions.Json();

    public KeyRevokeCommand(CommandServices services)
        : base("revoke", "Revoke an API key for good. Running gateways notice within seconds.")
    {
        _services = services;
        Add(_id);
        _desk = new KeyDeskClient(_signer, services);
        _desk.AddTo(this);
        _signer.AddTo(this);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var id = arguments.GetValue(_id)!;
        var report = _signer.HasGateway(arguments)
            ? await _desk.SendAsync($"/v1/keys/{Uri.EscapeDataString(id)}/revocation", _desk.Statement(ApiKeyAct.Revoke, arguments) with { Key = id }, arguments, cancellationToken)
            : await RevokeAsync(id, arguments, cancellationToken);
        await _services.Output.WriteLineAsync(arguments.GetValue(_json) ? JsonSerializer.Serialize(report, CommandJson.Plain.KeyReport) : $"revoked: {id}");
        return ExitCode.Done;
    }

    private async Task<KeyReport> RevokeAsync(string id, ParseResult arguments, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(_signer.ConfigurationOf(arguments), _services);
        await using var stores = await installation.OpenStoresAsync(_services, cancellationToken);
        return await stores.Keys.RevokeAsync(id, OperatorName.Here, cancellationToken) && await stores.Keys.FindAsync(id, cancellationToken) is { } record
            ? KeyReport.Of(record, _services.Time.GetUtcNow())
            : throw new CommandException($"concordat: there is no key `{id}`; `concordat key list` shows the ids");
    }
}
