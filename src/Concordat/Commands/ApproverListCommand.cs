using System.CommandLine;
using System.Text.Json;

namespace Concordat.Commands;

/// <summary><c>approver list</c>: every hardware key, and whose it is.</summary>
internal sealed class ApproverListCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ApproverListCommand(CommandServices services)
        : base("list", "List the hardware keys of people, oldest first, retired ones too.")
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
        IReadOnlyList<CredentialReport> keys = [.. (await stores.Credentials.ListAsync(null, cancellationToken)).Select(CredentialReport.Of)];
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(keys, CommandJson.Plain.IReadOnlyListCredentialReport));
            return ExitCode.Done;
        }

        TextTable.Write(
            _services.Output,
            ["APPROVER", "ROLE", "PARTY", "STATE", "MODEL", "ATTESTED", "ADDED", "ID"],
            [.. keys.Select(k => (string[])[k.Approver, k.Role, k.Party, k.State, k.Model, k.Attested ? "yes" : "no", Times.Short(k.Added), k.Id])]);
        return ExitCode.Done;
    }
}
