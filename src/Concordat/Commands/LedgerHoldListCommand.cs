using System.CommandLine;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary><c>ledger hold list</c>: the legal holds in force.</summary>
internal sealed class LedgerHoldListCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public LedgerHoldListCommand(CommandServices services)
        : base("list", "List the holds in force.")
    {
        _services = services;
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken) => await RetentionClient.TellAsync(
        await RetentionClient.RunAsync(arguments.GetValue(_configuration)!, new RetentionAct { Name = RetentionAct.Holds }, _services, cancellationToken),
        arguments.GetValue(_json),
        _services);
}
